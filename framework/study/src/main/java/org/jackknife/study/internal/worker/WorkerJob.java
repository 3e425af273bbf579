package org.jackknife.study.internal.worker;

import java.io.IOException;
import java.io.OutputStream;
import org.jackknife.api.engine.EngineException;
import org.jackknife.api.method.MethodException;
import org.jackknife.api.model.Recipe;
import org.jackknife.api.plugin.Plugins;
import org.jackknife.gguf.GgufException;
import org.jackknife.study.internal.variant.Compressor;
import org.jackknife.study.internal.variant.ModelCalibration;
import org.jackknife.study.internal.variant.VariantStore;

/** Does one job and tells the parent; a job that cannot be done is told as refused, with the reason. */
public final class WorkerJob {

    private final Outlet outlet;
    private final Plugins plugins;

    public WorkerJob(OutputStream out, Plugins plugins) {
        this.outlet = new Outlet(out);
        this.plugins = plugins;
    }

    public void run(Job job) {
        try {
            switch (job) {
                case Job.Compress compress -> compress(compress);
                case Job.Calibrate calibrate -> calibrate(calibrate);
                case Job.Play play -> new CellPlayer(play, plugins, outlet).play();
            }
        } catch (EngineException | MethodException | IllegalArgumentException e) {
            e.printStackTrace();
            outlet.send(new Message.Refused(e.getMessage()));
        } catch (GgufException e) {
            e.printStackTrace();
            outlet.send(new Message.Refused(e.getMessage()));
        } catch (IOException e) {
            // of a missing or forbidden file the message alone would be its name
            e.printStackTrace();
            outlet.send(new Message.Refused(e.toString()));
        }
    }

    private void calibrate(Job.Calibrate job) throws IOException {
        ModelCalibration calibration = new ModelCalibration(new VariantStore(job.store()), plugins, job.threads());
        outlet.send(new Message.Calibrated(calibration.calibrate(
                job.model(),
                job.options(),
                (done, total, what) -> outlet.send(new Message.Calibrating(done, total, what)))));
        outlet.send(new Message.Finished());
    }

    private void compress(Job.Compress job) throws IOException {
        Compressor compressor = new Compressor(new VariantStore(job.store()), plugins, job.version());
        outlet.send(new Message.Compressed(compressor.compress(
                job.model(),
                Recipe.parse(job.recipe()),
                job.threads(),
                (done, total, what) -> outlet.send(new Message.Compressing(done, total, what)))));
        outlet.send(new Message.Finished());
    }
}
