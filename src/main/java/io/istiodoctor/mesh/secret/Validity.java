package io.istiodoctor.mesh.secret;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** When the certificate of a Secret is valid, and for which hosts. */
public record Validity(Optional<KeyPair> pair, Instant now) {
    private static final Duration MONTH = Duration.ofDays(30);

    /** Whether it has ended. */
    public boolean expired() {
        return pair.flatMap(KeyPair::notAfter).filter(now::isAfter).isPresent();
    }

    /** Whether it has not begun. */
    public boolean notYetValid() {
        return pair.flatMap(KeyPair::notBefore).filter(now::isBefore).isPresent();
    }

    /** Whether it ends within 30 days, or within the last third of its life where that is shorter. */
    public boolean expiresSoon() {
        return !expired() && pair.filter(p -> p.notAfter().isPresent()).map(p -> {
            Duration life = Duration.between(p.notBefore().orElseThrow(), p.notAfter().orElseThrow());
            Duration third = life.dividedBy(3);
            Duration warning = third.compareTo(MONTH) < 0 ? third : MONTH;
            return now.plus(warning).isAfter(p.notAfter().orElseThrow());
        }).orElse(false);
    }

    /** How many whole days it still lasts. */
    public long daysLeft() {
        return pair.flatMap(KeyPair::notAfter).map(end -> Duration.between(now, end).toDays()).orElse(0L);
    }

    /** The day on which it ends, in UTC: 2026-11-20; empty when that is not known. */
    public String lastDay() {
        return day(pair.flatMap(KeyPair::notAfter));
    }

    /** The day on which it begins, in UTC; empty when that is not known. */
    public String firstDay() {
        return day(pair.flatMap(KeyPair::notBefore));
    }

    /** The names that it is for. */
    public List<String> names() {
        return pair.map(KeyPair::names).orElse(List.of());
    }

    /** Those of some hosts that it is not for; none where its names are not known. */
    public List<String> uncovered(List<String> hosts) {
        List<String> names = names();
        return names.isEmpty() ? List.of() : hosts.stream().filter(h -> !h.equals("*") && !CertificateNames.cover(names, h)).toList();
    }

    private static String day(Optional<Instant> moment) {
        return moment.map(m -> m.atZone(ZoneOffset.UTC).toLocalDate().toString()).orElse("");
    }
}
