package io.istiodoctor.conversion;

import io.istiodoctor.model.Certainty;
import io.istiodoctor.model.Resource;
import java.util.Optional;

/** Whether an object exists. */
public sealed interface Presence {
    /** It does. */
    record Present(Resource resource) implements Presence {}

    /**
     * It was not seen.
     *
     * @param certainty how sure it is that it does not exist
     * @param reason why that is not certain; empty where it is
     */
    record Absent(Certainty certainty, String reason) implements Presence {
        /** Whether to go on as if it did not exist. */
        public boolean likely() {
            return certainty != Certainty.UNKNOWN;
        }

        /** What is not certain about things that rest on this; empty where it is certain. */
        public Optional<Doubt> doubt() {
            return certainty == Certainty.CERTAIN ? Optional.empty() : Optional.of(new Doubt(certainty, reason));
        }
    }
}
