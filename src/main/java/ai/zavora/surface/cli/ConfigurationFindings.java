package ai.zavora.surface.cli;

import ai.zavora.base.config.Layer;
import ai.zavora.base.config.Options;
import ai.zavora.base.config.RunSettings.Sensitive;
import ai.zavora.base.config.Settings;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.diagnosis.Finding;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code doctor} says of the settings: the file, the profile, every value that is no default, and what is odd. */
final class ConfigurationFindings {
    private static final String AREA = "configuration";

    private ConfigurationFindings() {}

    /** @param broken why the settings could not be read, so that the ones given are the defaults */
    static List<Finding> of(Settings settings, Optional<ZavoraException> broken) {
        var findings = new ArrayList<Finding>();
        if (broken.isPresent()) {
            var failure = broken.get();
            findings.add(Finding.fail(
                    new Finding.Place(AREA, "settings"), failure.kind(), failure.getMessage(), failure.hint()));
            findings.add(Finding.warn(
                    AREA,
                    "defaults",
                    "what follows was looked at with the defaults",
                    "Mend the settings, then ask again."));
            return findings;
        }
        var profile = settings.profile();
        findings.add(Finding.ok(
                AREA, "file", profile.file() + (Files.exists(profile.file()) ? "" : " (not there; not needed)")));
        findings.add(Finding.ok(
                AREA, "profile", profile.name() + (profile.defined().contains(profile.name()) ? "" : " (implicit)")));
        for (var option : Options.all()) {
            var setting = settings.find(option).filter(found -> found.layer() != Layer.DEFAULT);
            if (setting.isPresent()) {
                var shown = SettingViews.shown(option, setting.get(), settings);
                var text = settings.run().sensitive() == Sensitive.SHOWN ? shown : Redaction.databaseAddresses(shown);
                findings.add(Finding.ok(
                        AREA, option.name(), text + " (" + SettingViews.origin(setting.get(), settings) + ")"));
            }
        }
        for (var warning : settings.warnings()) {
            findings.add(
                    Finding.warn(AREA, "note", warning, "Change it where it was set, or leave it if it is meant."));
        }
        return findings;
    }
}
