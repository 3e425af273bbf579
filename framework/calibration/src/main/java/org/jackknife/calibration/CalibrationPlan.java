package org.jackknife.calibration;

import java.io.IOException;
import org.jackknife.api.calibration.CalibrationOptions;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.calibration.internal.Sha256;
import org.jackknife.calibration.internal.corpus.Corpus;
import org.jackknife.calibration.internal.corpus.SequencePacker.Cut;
import org.jackknife.chat.ChatTemplate;
import org.jackknife.chat.jinja.TemplateException;
import org.jackknife.gguf.Gguf;

/**
 * What one calibration runs.
 *
 * @param corpus the texts
 * @param cut how they are cut, the length bounded by the model's context
 * @param template renders conversations
 * @param fingerprint of everything that decides what is gathered
 */
record CalibrationPlan(Corpus corpus, Cut cut, ChatTemplate template, String fingerprint) {

    static CalibrationPlan of(CalibrationOptions options, EngineCalibrator.Subject subject, Plugins plugins)
            throws IOException {
        Corpus corpus = Corpus.of(options.corpus(), plugins);
        Cut cut = new Cut(options.samples(), length(options, subject.model()), options.calibrationSeed());
        ChatTemplate template = template(subject.model());
        String fingerprint = Sha256.ofLines(
                CalibrationFingerprint.VERSION,
                subject.identity(),
                corpus.fingerprint(),
                Sha256.ofLines(template.source()),
                "%d x %d, seed %d".formatted(cut.samples(), cut.length(), cut.seed()));
        return new CalibrationPlan(corpus, cut, template, fingerprint);
    }

    private static int length(CalibrationOptions options, Gguf model) {
        long context = model.metadata()
                .integer(model.architecture() + ".context_length")
                .orElse((long) options.length());
        return (int) Math.min(options.length(), Math.max(1, context));
    }

    private static ChatTemplate template(Gguf model) {
        try {
            return ModelTemplate.of(model).template();
        } catch (TemplateException e) {
            throw new MethodException(
                    "the chat template of %s cannot be used: %s".formatted(model.path().getFileName(), e.getMessage()), e);
        }
    }
}
