package io.istiodoctor.cluster;

import io.istiodoctor.model.Fields;
import io.istiodoctor.model.Kind;
import io.istiodoctor.model.Mapping;
import io.istiodoctor.model.Mark;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Origin;
import io.istiodoctor.model.Resource;
import io.istiodoctor.model.Scalar;
import io.istiodoctor.model.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads objects of one kind, leaving out what is large and never used: {@code managedFields}, the copy of the manifest
 * that kubectl keeps, and of definitions what nothing is held against. Of a Service's managedFields stays who wrote its load balancer's address. For one thread.
 */
final class ObjectReader {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final String LOAD_BALANCER = "f:loadBalancer";
    /** What an object takes besides its nodes: itself, its identity, its root and metadata. */
    private static final int OBJECT = 700;
    private static final Origin CLUSTER = new Origin.Cluster();

    private final Kind kind;
    private final String apiVersion;
    private final Scalar itsVersion;
    private final Scalar itsKind;
    private final NodeReader nodes = new NodeReader();
    /** The kind that the object read last says it is of. */
    private String said = "";
    private int objects;

    ObjectReader(Kind kind, String version) {
        this.kind = kind;
        this.apiVersion = kind.group().isEmpty() ? version : kind.group() + "/" + version;
        this.itsVersion = nodes.text(apiVersion);
        this.itsKind = nodes.text(kind.kind());
    }

    /** Reads one object that is an answer by itself, and says of which kind it is. */
    Resource single(JsonAnswer in) {
        said = "";
        Resource read = item(in);
        if (!said.equals(kind.kind())) {
            throw WrongAnswer.kind(kind.kind(), said);
        }
        return read;
    }

    /** Holds what a list says of itself against what was asked for. */
    void requireList(String listVersion, String listKind, boolean items) {
        if (!listKind.equals(kind.kind() + "List") || !listVersion.isEmpty() && !listVersion.equals(apiVersion)) {
            throw WrongAnswer.kind(kind.kind() + "List of " + apiVersion, listKind.isEmpty() ? "" : listKind + " of " + listVersion);
        }
        if (!items) {
            throw new WrongAnswer("it has no items");
        }
    }

    /** About how many bytes of memory all objects take that were read until now. */
    long held() {
        return nodes.held() + (long) OBJECT * objects;
    }

    /** Reads one object of a list. Such an object does not say its kind; it is filled in. */
    Resource item(JsonAnswer in) {
        Fields fields = nodes.fields();
        NodeReader.put("apiVersion", itsVersion, fields);
        NodeReader.put("kind", itsKind, fields);
        Node metadata = Mapping.EMPTY;
        in.beginObject();
        while (in.hasNext()) {
            String name = in.name();
            switch (name) {
                case "apiVersion" -> in.skip();
                case "kind" -> said = nodes.read(in).text().orElse("");
                case "metadata" -> {
                    metadata = in.isObject() ? metadata(in) : nodes.read(in);
                    NodeReader.put(name, metadata, fields);
                }
                case "spec" ->
                        NodeReader.put(name, kind == Kind.CUSTOM_RESOURCE_DEFINITION ? definition(in, metadata) : nodes.read(in), fields);
                default -> NodeReader.put(name, nodes.read(in), fields);
            }
        }
        in.endObject();
        objects++;
        Mapping root = nodes.mapping(fields);
        if (!(metadata.get("name") instanceof Scalar name) || name.type() != Scalar.Type.STRING || name.value().isEmpty()) {
            throw new WrongAnswer("it has an object without a name");
        }
        return new Resource(new ObjectRef(apiVersion, kind.kind(), kind.namespaced() ? metadata.text("namespace") : "",
                metadata.text("name")), root, CLUSTER);
    }

    /** A definition without descriptions, which are most of it; without schemas where nothing will be held against them. */
    private Node definition(JsonAnswer in, Node metadata) {
        String defined = metadata.text("name");
        boolean judged = defined.endsWith(".istio.io") || defined.endsWith(".gateway.networking.k8s.io");
        return nodes.readWithout((name, value) -> judged ? name.equals("description") && value.isString() : name.equals("schema"), in);
    }

    private Mapping metadata(JsonAnswer in) {
        Fields fields = nodes.fields();
        in.beginObject();
        while (in.hasNext()) {
            String name = in.name();
            if (name.equals("managedFields")) {
                if (kind == Kind.SERVICE && in.isList()) {
                    List<Node> managers = loadBalancerManagers(in);
                    if (!managers.isEmpty()) {
                        NodeReader.put(name, new Sequence(managers, Mark.NONE), fields);
                    }
                } else {
                    in.skip();
                }
            } else if (name.equals("annotations") && in.isObject()) {
                NodeReader.put(name, annotations(in), fields);
            } else {
                NodeReader.put(name, nodes.read(in), fields);
            }
        }
        in.endObject();
        return nodes.mapping(fields);
    }

    private Mapping annotations(JsonAnswer in) {
        Fields fields = nodes.fields();
        in.beginObject();
        while (in.hasNext()) {
            String name = in.name();
            if (name.equals(LAST_APPLIED)) {
                in.skip();
            } else {
                NodeReader.put(name, nodes.read(in), fields);
            }
        }
        in.endObject();
        return nodes.mapping(fields);
    }

    /** The managers of {@code status.loadBalancer}, each as {manager, subresource, operation}. */
    private List<Node> loadBalancerManagers(JsonAnswer in) {
        List<Node> managers = new ArrayList<>();
        in.beginList();
        while (in.hasNext()) {
            Fields entry = nodes.fields();
            boolean writesLoadBalancer = false;
            in.beginObject();
            while (in.hasNext()) {
                String name = in.name();
                switch (name) {
                    case "manager", "subresource", "operation" -> NodeReader.put(name, nodes.read(in), entry);
                    case "fieldsV1" -> writesLoadBalancer = mentionsLoadBalancer(in);
                    default -> in.skip();
                }
            }
            in.endObject();
            if (writesLoadBalancer) {
                managers.add(nodes.mapping(entry));
            }
        }
        in.endList();
        return managers;
    }

    private static boolean mentionsLoadBalancer(JsonAnswer in) {
        if (!in.isObject()) {
            in.skip();
            return false;
        }
        boolean found = false;
        in.beginObject();
        while (in.hasNext()) {
            found |= in.name().equals(LOAD_BALANCER);
            found |= mentionsLoadBalancer(in);
        }
        in.endObject();
        return found;
    }
}
