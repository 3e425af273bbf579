package org.jackknife.agent;

import org.jackknife.api.plugin.NoOptions;
import org.jackknife.api.policy.Policy;
import org.jackknife.testkit.PolicyKit;

class ReActPolicyTest extends PolicyKit<NoOptions> {

    @Override
    protected Policy<NoOptions> policy() {
        return new ReActPolicy();
    }

    @Override
    protected Object add(int amount) {
        return "Thought: the action: must bring me nearer.\nAction: add " + amount;
    }
}
