package io.istiodoctor.cluster;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.MissingRight;
import io.istiodoctor.model.Unread;
import io.istiodoctor.model.UserError;
import io.istiodoctor.source.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Reads single Secrets when they are asked for, each once. They are never listed. */
final class ClusterSecrets implements Secrets {
    private static final String VERSION = "v1";

    private final ApiRequests requests;
    private final Map<Name, Lookup> known = new ConcurrentHashMap<>();
    /** The first of each namespace that could not be read stands for all. */
    private final Map<String, Unread> unread = new TreeMap<>();

    ClusterSecrets(ApiRequests requests) {
        this.requests = requests;
    }

    @Override
    public void prefetch(Set<Name> names) {
        Parallel.map(List.copyOf(names), this::find);
    }

    @Override
    public Lookup find(Name name) {
        Lookup lookup = known.get(name);
        if (lookup == null) {
            lookup = read(name);
            known.put(name, lookup);
        }
        return lookup;
    }

    @Override
    public List<Unread> unread() {
        synchronized (unread) {
            return List.copyOf(unread.values());
        }
    }

    private Lookup read(Name name) {
        if (!Paths.isName(name.namespace()) || !Paths.isName(name.name())) {
            return new Lookup.Missing();
        }
        String what = "reading Secret " + name.namespace() + "/" + name.name();
        try {
            return new Lookup.Found(requests.get(Paths.object(Kind.SECRET, VERSION, name.namespace(), name.name()),
                    Map.of(), what, in -> new ObjectReader(Kind.SECRET, VERSION).single(in)));
        } catch (ApiFailure e) {
            return e.status() == ApiFailure.NOT_FOUND ? new Lookup.Missing() : unknown(name, e.reason(), e.missing(
                    new MissingRight("get", "secrets", " -n " + name.namespace() + requests.target().kubectlOptions())));
        } catch (UserError e) {
            // One Secret that cannot be read leaves everything else that was read as good as it is.
            return unknown(name, what + " failed: " + e.getMessage(), Optional.empty());
        }
    }

    private Lookup unknown(Name name, String reason, Optional<MissingRight> right) {
        synchronized (unread) {
            Unread first = unread.get(name.namespace());
            if (first == null || first.reason().compareTo(reason) > 0) {
                unread.put(name.namespace(), new Unread("secrets", Set.of(), reason, right));
            }
        }
        return new Lookup.Unknown(reason);
    }
}
