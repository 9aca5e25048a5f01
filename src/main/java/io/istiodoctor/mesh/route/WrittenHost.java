package io.istiodoctor.mesh.route;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.mesh.gateway.Gateway;
import io.istiodoctor.mesh.gateway.ServerSpec;
import io.istiodoctor.model.Resource;
import java.util.ArrayList;
import java.util.List;

/** A host as a VirtualService or a Gateway's server writes it. */
public final class WrittenHost implements Subject {
    private final Subject owner;
    private final String path;
    private final String written;

    private WrittenHost(Subject owner, String path, String written) {
        this.owner = owner;
        this.path = path;
        this.written = written;
    }

    /** The hosts of these objects. */
    public static List<WrittenHost> of(List<VirtualService> virtualServices, List<Gateway> gateways) {
        List<WrittenHost> all = new ArrayList<>();
        gateways.stream().flatMap(g -> g.servers().stream()).forEach(s -> {
            for (int i = 0; i < s.hosts().size(); i++) {
                all.add(new WrittenHost(s, s.path() + ".hosts[" + i + "]", s.hosts().get(i)));
            }
        });
        virtualServices.stream().flatMap(v -> v.hosts().stream()).forEach(h -> all.add(new WrittenHost(h, h.path(), h.written())));
        return all;
    }

    @Override
    public Resource resource() {
        return owner.resource();
    }

    @Override
    public String path() {
        return path;
    }

    /** The host as written, with its namespace where it has one. */
    @SeenByRules
    public String written() {
        return written;
    }

    /** Whether an asterisk stands elsewhere than at the very beginning. */
    @SeenByRules
    public boolean wildcardInside() {
        return wildcardInside(written);
    }

    static boolean wildcardInside(String written) {
        return ServerSpec.withoutNamespace(written).indexOf('*', 1) > 0;
    }

    /** A host with the wildcard at the beginning that takes what was most likely meant; empty when none does. */
    @SeenByRules
    public String mended() {
        String rest = written.substring(written.lastIndexOf('*') + 1);
        String namespace = written.substring(0, written.length() - ServerSpec.withoutNamespace(written).length());
        return rest.startsWith(".") ? namespace + "*" + rest : "";
    }
}
