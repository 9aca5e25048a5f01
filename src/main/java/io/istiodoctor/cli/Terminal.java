package io.istiodoctor.cli;

import io.istiodoctor.report.Screen;

/** Where output goes. */
interface Terminal {
    /** What standard output can show to people. */
    Screen screen();

    /** Writes a result for people to standard output, in the terminal's character set. */
    void print(String text);

    /** Writes a result for programs to standard output, as UTF-8 whatever the terminal. */
    void printUtf8(String text);

    /** Writes one line to standard error. */
    void tell(String line);

    /** Asks a question that is answered with y or n; no where nobody can be asked. */
    boolean confirms(String question);

    /** Shows progress where somebody may be looking; to be closed before anything else is printed. */
    ProgressLine progress();
}
