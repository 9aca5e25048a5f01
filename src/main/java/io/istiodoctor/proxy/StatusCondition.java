package io.istiodoctor.proxy;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.mesh.base.Subject;
import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.Node;
import io.istiodoctor.model.Resource;

/** The first condition of an object's status by which Istio says that something is the matter, where nothing else that was read says why. */
public final class StatusCondition implements Subject {
    private final Resource resource;
    private final String path;
    private final Node condition;

    StatusCondition(Resource resource, String path, Node condition) {
        this.resource = resource;
        this.path = path;
        this.condition = condition;
    }

    @Override
    public Resource resource() {
        return resource;
    }

    @Override
    public String path() {
        return path;
    }

    /** What it is about: Accepted, Programmed, ResolvedRefs, and so on. */
    @SeenByRules
    public String type() {
        return condition.text("type");
    }

    /** True or False. */
    @SeenByRules
    public String status() {
        return condition.text("status");
    }

    /** The reason, as one word of Istio's. */
    @SeenByRules
    public String reason() {
        return condition.text("reason");
    }

    /** What Istio says of it, without a full stop at its end. */
    @SeenByRules
    public String words() {
        String words = condition.text("message").strip();
        return words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
    }

    /** Which part it is about: "listener http" or "parent shop/door"; empty for the whole object. */
    @SeenByRules
    public String part() {
        int dot = path.lastIndexOf(".conditions");
        Node of = FieldPath.parse(path.substring(0, dot)).in(resource.root());
        Node parent = of.get("parentRef").isPresent() ? of.get("parentRef") : of.get("ancestorRef");
        if (parent.isPresent()) {
            return "parent " + parent.get("namespace").text().orElse(namespace()) + "/" + parent.text("name");
        }
        return path.startsWith("status.listeners") ? "listener " + of.text("name") : "";
    }
}
