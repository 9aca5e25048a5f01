package io.istiodoctor.rule;

import java.util.List;

/**
 * What a rule says where it finds a mistake.
 *
 * @param at path of the offending field from the subject's own path
 * @param message the first case that holds is told; the last has no condition
 * @param why what becomes of it
 * @param limits what the rule does not see, and where it departs from its sources; empty in a rule of which the building of the tool made a class, as no
 *     command tells it
 * @param references where to read on
 */
public record Telling(Template at, List<Case<Template>> message, String why, String limits, List<FixTemplate> fixes,
        List<RelatedTemplate> related, List<String> references) {
    public Telling {
        message = List.copyOf(message);
        fixes = List.copyOf(fixes);
        related = List.copyOf(related);
        references = List.copyOf(references);
    }
}
