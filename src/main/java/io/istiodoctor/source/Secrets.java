package io.istiodoctor.source;

import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Unread;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Reads Secrets one by one, by the names that gateways refer to; never in bulk. */
public interface Secrets {
    /** A Secret's identity. */
    record Name(String namespace, String name) {}

    /** What a look-up gave. */
    sealed interface Lookup {
        /** The Secret, with its data; for judging only, never for output. */
        record Found(Resource secret) implements Lookup {}

        /** It certainly does not exist. */
        record Missing() implements Lookup {}

        /** Whether it exists cannot be known; the reason is a clause without a full stop. */
        record Unknown(String reason) implements Lookup {}
    }

    /** Announces names that will be asked for, so that they can be read together. */
    default void prefetch(Set<Name> names) {}

    /** Looks one Secret up. */
    Lookup find(Name name);

    /** The same without some, as if there were none of these names. */
    default Secrets without(Predicate<Name> absent) {
        Secrets all = this;
        return new Secrets() {
            @Override
            public void prefetch(Set<Name> names) {
                all.prefetch(names);
            }

            @Override
            public Lookup find(Name name) {
                return absent.test(name) ? new Lookup.Missing() : all.find(name);
            }

            @Override
            public List<Unread> unread() {
                return all.unread();
            }
        };
    }

    /** Which of those that were looked up could not be read, one entry a namespace and reason. */
    default List<Unread> unread() {
        return List.of();
    }
}
