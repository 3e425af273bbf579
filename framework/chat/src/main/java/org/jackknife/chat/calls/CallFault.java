package org.jackknife.chat.calls;

/** Carries a malformed call out of the reading code; parsers turn it into their verdict. */
final class CallFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int position;
    private final String expected;

    CallFault(String reason, int position, String expected) {
        super(reason, null, false, false);
        this.position = position;
        this.expected = expected;
    }

    ParseVerdict.Malformed verdict() {
        return new ParseVerdict.Malformed(getMessage(), position, expected);
    }
}
