package io.istiodoctor.proxy.dump;

import io.istiodoctor.conversion.LeftOut;
import io.istiodoctor.proxy.config.ClusterName;
import io.istiodoctor.proxy.config.EnvoyListener;
import io.istiodoctor.proxy.config.SidecarOutbound;
import java.util.List;
import java.util.Optional;

/** The outgoing side of the proxy beside an application, as it has it. */
record DumpedOutbound(List<EnvoyListener> listeners, ClusterName unknown, SidecarOutbound should) implements SidecarOutbound {
    DumpedOutbound {
        listeners = List.copyOf(listeners);
    }

    @Override
    public Optional<EnvoyListener> listener(String address, long port) {
        List<EnvoyListener> here = listeners.stream().filter(l -> l.port() == port).toList();
        return here.stream().filter(l -> l.bind().equals(address)).findFirst()
                .or(() -> here.stream().filter(l -> l.bind().isEmpty()).findFirst());
    }

    @Override
    public List<LeftOut> leftOut(String host, long port) {
        return should.leftOut(host, port);
    }
}
