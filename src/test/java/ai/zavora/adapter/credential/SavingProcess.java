package ai.zavora.adapter.credential;

import ai.zavora.base.config.Secret;
import java.nio.file.Path;

/** A process that saves many keys, one after another. Arguments: file, prefix of the accounts, how many. */
final class SavingProcess {
    private SavingProcess() {}

    public static void main(String[] args) throws InterruptedException {
        var file = new CredentialsFile(Path.of(args[0]));
        for (var i = 0; i < Integer.parseInt(args[2]); i++) {
            file.save(args[1] + i, new Secret("key-" + args[1] + i));
        }
    }
}
