package ai.zavora.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.core.llm.Part;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventTextTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 256})
    void theSizeOfAnImageIsThatOfItsBytes(int size) {
        for (var form : List.of(Base64.getEncoder(), Base64.getEncoder().withoutPadding())) {
            var image = new Part.Image("image/png", form.encodeToString(new byte[size]));

            assertThat(EventText.of(new Event.UserMessage(List.of(image))))
                    .isEqualTo("[image/png, " + size + " bytes]");
        }
    }
}
