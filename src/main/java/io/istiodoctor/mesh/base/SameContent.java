package io.istiodoctor.mesh.base;

import io.istiodoctor.model.Node;
import java.util.List;

/** Whether two nodes say the same, wherever they stand and in whatever order their fields are written. */
public final class SameContent {
    private SameContent() {}

    /** Whether they say the same. */
    public static boolean of(Node a, Node b) {
        List<Node> left = a.elements();
        List<Node> right = b.elements();
        if (left.size() != right.size() || !a.fields().keySet().equals(b.fields().keySet()) || !a.text().equals(b.text())) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!of(left.get(i), right.get(i))) {
                return false;
            }
        }
        return a.fields().keySet().stream().allMatch(f -> of(a.get(f), b.get(f)));
    }
}
