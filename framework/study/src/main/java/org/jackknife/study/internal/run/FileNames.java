package org.jackknife.study.internal.run;

/** Makes file names of what people named. */
final class FileNames {

    private static final int LONGEST = 80;

    private FileNames() {}

    /** The text with everything but letters, digits, dots and hyphens as hyphens, at most 80 characters. */
    static String safe(String text) {
        String name = text.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^-|-$", "");
        return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    }
}
