package @PACKAGE@;

import org.jackknife.api.task.Task;
import org.jackknife.testkit.EnvironmentKit;

/** Holds the task and its worlds to the contract that every task keeps; add cases of your own below. */
class @CLASS@Test extends EnvironmentKit<@CLASS@.Options> {

    @Override
    protected Task<@CLASS@.Options> task() {
        return new @CLASS@();
    }
}
