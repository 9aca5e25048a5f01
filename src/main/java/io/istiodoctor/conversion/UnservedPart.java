package io.istiodoctor.conversion;

import io.istiodoctor.mesh.base.SeenByRules;
import io.istiodoctor.model.Certainty;

/** What istiod leaves out, seen as the thing of its kind that it is: a backend, for example. */
public interface UnservedPart extends UnservedSubject {
    /** Why it gets no request. */
    @SeenByRules(certainty = "certainty")
    default LeftOut.Reason reason() {
        return unserved().reason();
    }

    /** How certain it is, where it rests on something being absent. */
    @SeenByRules
    default Certainty certainty() {
        return unserved().certainty();
    }
}
