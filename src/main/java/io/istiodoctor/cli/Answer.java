package io.istiodoctor.cli;

import io.istiodoctor.model.Unanswered;
import io.istiodoctor.model.Unread;
import java.util.List;

/**
 * What a question gave, as far as the state was read.
 *
 * @param unread what a cluster did not give although it bears on the answer
 * @param unanswered what therefore stays without an answer, so that having found nothing more says nothing; empty where what was asked for was read
 */
public record Answer<T>(T found, List<Unread> unread, List<Unanswered> unanswered) {
    public Answer {
        unread = List.copyOf(unread);
        unanswered = List.copyOf(unanswered);
    }

    /** The answer of a state that was read wholly. */
    public static <T> Answer<T> whole(T found) {
        return new Answer<>(found, List.of(), List.of());
    }
}
