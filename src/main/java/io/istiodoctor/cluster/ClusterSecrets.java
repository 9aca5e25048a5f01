package io.istiodoctor.cluster;

import io.istiodoctor.model.Kind;
import io.istiodoctor.model.UserError;
import io.istiodoctor.source.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads single Secrets when they are asked for, each once. They are never listed. */
final class ClusterSecrets implements Secrets {
    private static final String VERSION = "v1";

    private final ApiRequests requests;
    private final Map<Name, Lookup> known = new ConcurrentHashMap<>();

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

    private Lookup read(Name name) {
        if (!Paths.isName(name.namespace()) || !Paths.isName(name.name())) {
            return new Lookup.Missing();
        }
        String what = "reading Secret " + name.namespace() + "/" + name.name();
        try {
            return new Lookup.Found(requests.get(Paths.object(Kind.SECRET, VERSION, name.namespace(), name.name()),
                    Map.of(), what, in -> new ObjectReader(Kind.SECRET, VERSION).read(in)));
        } catch (ApiFailure e) {
            return e.status() == ApiFailure.NOT_FOUND ? new Lookup.Missing() : new Lookup.Unknown(e.reason());
        } catch (UserError e) {
            // One Secret that cannot be read leaves everything else that was read as good as it is.
            return new Lookup.Unknown(what + " failed: " + e.getMessage());
        }
    }
}
