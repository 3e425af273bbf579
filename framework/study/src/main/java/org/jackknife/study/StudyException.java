package org.jackknife.study;

/**
 * Says why a study cannot start or go on: a plan that cannot work, a folder that cannot be written, a scenario that was
 * edited. The message is for the user and names what to do next.
 */
public class StudyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StudyException(String message) {
        super(message);
    }

    public StudyException(String message, Throwable cause) {
        super(message, cause);
    }
}
