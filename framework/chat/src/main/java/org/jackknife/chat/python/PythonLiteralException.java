package org.jackknife.chat.python;

/** Says why and where a text is not a Python literal. */
public final class PythonLiteralException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int position;

    /**
     * @param reason what is wrong and what was expected
     * @param position offset in the text, in chars, from 0
     */
    public PythonLiteralException(String reason, int position) {
        super(reason + " at position " + position);
        this.position = position;
    }

    /** The offset of the fault in the text, in chars, from 0. */
    public int position() {
        return position;
    }
}
