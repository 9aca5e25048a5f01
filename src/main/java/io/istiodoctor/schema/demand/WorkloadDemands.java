package io.istiodoctor.schema.demand;

import io.istiodoctor.schema.Sort;

/** Kubernetes' kinds that make pods of a template. */
final class WorkloadDemands {
    /** A Job's name becomes a label of its pods. */
    static final int LONGEST_JOB = 63;
    /** A CronJob's name gets a moment behind it, and becomes that of a Job. */
    private static final int LONGEST_CRON_JOB = 52;
    private static final int CRON_FIELDS = 5;

    private WorkloadDemands() {}

    /** One that goes on: its selector and its pods' labels have to agree, which a rule of its own tells. */
    static void judge(Place spec) {
        Place selector = spec.get("selector");
        MetadataDemands.selector(selector);
        if (selector.isPresent() && selector.get("matchLabels").isEmpty() && selector.get("matchExpressions").isEmpty()) {
            selector.tell(Sort.NONE_OF, "", "matchLabels", "matchExpressions");
        }
        if (spec.get("replicas").number() < 0) {
            spec.get("replicas").tell(Sort.TOO_SMALL, "0");
        }
        template(spec);
    }

    static void job(Place name, Place spec, int longest) {
        if (name.text().length() > longest) {
            name.tell(Sort.TOO_LONG, String.valueOf(longest));
        }
        template(spec);
        Place policy = spec.get("template").get("spec").get("restartPolicy");
        if (policy.text().isEmpty() || policy.text().equals("Always")) {
            policy.tell(Sort.NO_CHOICE, "", "OnFailure", "Never");
        }
    }

    static void cronJob(Place name, Place spec) {
        spec.needs("schedule");
        String schedule = spec.text("schedule");
        spec.get("schedule").form(schedule.isEmpty() || schedule.contains("@") || schedule.strip().split("\\s+").length >= CRON_FIELDS,
                "cron-schedule");
        spec.get("concurrencyPolicy").oneOf("", "Allow", "Forbid", "Replace");
        job(name, spec.get("jobTemplate").get("spec"), LONGEST_CRON_JOB);
    }

    private static void template(Place spec) {
        Place template = spec.get("template");
        MetadataDemands.labels(template.get("metadata").get("labels"));
        PodDemands.judge(template.get("spec"));
    }
}
