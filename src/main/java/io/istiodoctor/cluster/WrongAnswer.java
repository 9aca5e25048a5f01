package io.istiodoctor.cluster;

/** An answer that is not what was asked for, whatever its status; the message says what it is instead. */
final class WrongAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 60;
    private final String problem;

    WrongAnswer(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** What is wrong with the answer, as the end of a sentence. */
    String problem() {
        return problem;
    }

    /** An object of another kind, or none at all. */
    static WrongAnswer kind(String wanted, String kind) {
        return new WrongAnswer(kind.isEmpty() ? "it says of no kind and is no " + wanted
                : "it is of kind " + kind.substring(0, Math.min(SHOWN, kind.length())) + ", not " + wanted);
    }
}
