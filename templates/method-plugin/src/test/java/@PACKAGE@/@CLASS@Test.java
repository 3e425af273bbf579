package @PACKAGE@;

import java.util.Map;
import org.jackknife.api.method.Method;
import org.jackknife.testkit.MethodKit;

/** Holds the method to the contract that every method keeps; add cases of your own below. */
class @CLASS@Test extends MethodKit<@CLASS@.Options> {

    @Override
    protected Method<@CLASS@.Options> method() {
        return new @CLASS@();
    }

    @Override
    protected Map<String, String> written() {
        return Map.of("threshold", "0.3");
    }
}
