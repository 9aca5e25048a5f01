package io.istiodoctor.schema.admission;

import io.istiodoctor.model.FieldPath;
import io.istiodoctor.model.ObjectRef;
import io.istiodoctor.model.Resource;
import io.istiodoctor.schema.Flaw;
import io.istiodoctor.schema.Release;
import io.istiodoctor.schema.Sort;
import io.istiodoctor.schema.demand.CoreDemands;
import io.istiodoctor.schema.demand.Webhook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the API server and Istio's webhook would say to an object. */
public final class Admission {
    private final StoredDefinitions stored;
    private final Definitions definitions;
    private final Optional<Release> release;

    /**
     * Judges by a release and by definitions.
     *
     * @param release the release of Istio whose demands count; the newest when it is not known
     * @param stored the CustomResourceDefinitions that were read beside the objects, which count more than those of the release
     */
    public Admission(Optional<Release> release, Collection<Resource> stored) {
        this.stored = new StoredDefinitions(stored);
        this.definitions = new Definitions(this.stored);
        this.release = release;
    }

    /** What is the matter with an object, in the order of its fields. */
    public List<Flaw> flaws(Resource object) {
        List<Flaw> flaws = new ArrayList<>();
        definitions.served(object.ref())
                .ifPresent(v -> flaws.add(new Flaw(FieldPath.parse("apiVersion"), Sort.REMOVED_VERSION, object.ref().apiVersion(), v,
                        List.of())));
        definitions.shared("ObjectMeta").ifPresent(schema -> flaws.addAll(Conformance.metadataFlaws(schema, object.root())));
        definitions.of(object.ref()).ifPresent(schema -> flaws.addAll(Conformance.flaws(schema, object.root(), release)));
        // The API server asks the webhook last.
        if (flaws.stream().noneMatch(Admission::stops)) {
            flaws.addAll(CoreDemands.flaws(object));
        }
        if (flaws.stream().noneMatch(Admission::stops)) {
            flaws.addAll(Webhook.flaws(object, ObjectLanguage::isExpression));
        }
        return flaws;
    }

    /** Whether a definition of the object's kind was read. */
    public boolean defined(ObjectRef object) {
        return stored.of(object).isPresent();
    }

    // What is written in a version of old is looked at as a whole: with the version put right it meets the rest.
    private static boolean stops(Flaw flaw) {
        return flaw.sort().refused() && flaw.sort() != Sort.REMOVED_VERSION;
    }

    /** What the definition that was read has against an object that is stored already, and that it may not have been stored by; without one, nothing. */
    public List<Flaw> flawsOfStored(Resource object) {
        return stored.of(object.ref()).map(schema -> Conformance.flaws(schema, object.root(), Optional.empty())).orElse(List.of());
    }
}
