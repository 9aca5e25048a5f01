package io.istiodoctor.mend;

/**
 * A change that may let a request go on.
 *
 * @param title what it does, in one sentence without a full stop
 * @param cost how much it asks: 1 for a name that was misspelt, more for what is added, most for a guess
 * @param weakens whether something is less protected afterwards, so that a person has to decide
 * @param partial whether nothing is to be seen of it before another change is made as well
 */
public record Remedy(String title, Change change, int cost, boolean weakens, boolean partial) {
    /** One that shows by itself. */
    Remedy(String title, Change change, int cost, boolean weakens) {
        this(title, change, cost, weakens, false);
    }

    /** One that leaves everything as protected as it was. */
    Remedy(String title, Change change, int cost) {
        this(title, change, cost, false);
    }

    /** The same, which shows only together with another. */
    Remedy part() {
        return new Remedy(title, change, cost, weakens, true);
    }

    /** Whether it only makes what another change can name. */
    boolean prepares() {
        return change instanceof Change.Create create && create.target().kind().equals("Secret");
    }
}
