package dev.liveline.simulator.bench;

import java.util.Locale;
import java.util.stream.Collectors;

import dev.liveline.simulator.bench.Run.Result;

/// Results as rows on the screen.
final class Table {

    private Table() {}

    static void heading(String text) {
        System.out.println();
        System.out.println(text);
        System.out.println(
                "  load                         CPU us/event  CPU us/delivery   p50 ms   p99 ms   events  refused  finals lost");
    }

    static void row(String name, Result r) {
        System.out.printf(Locale.ROOT, "  %-28s %12.1f %16.1f %8.2f %8.2f %8d %8d %12d%n", name, r.cpuMicrosAnEvent(),
                r.cpuMicrosADelivery(), r.p50Millis(), r.p99Millis(), r.events(), r.refused(), r.finalsLost());
        if (!r.cpuMicrosOfParts().isEmpty()) {
            System.out.println("    of which us/event: " + r.cpuMicrosOfParts()
                .entrySet()
                .stream()
                .map(part -> String.format(Locale.ROOT, "%s %.1f", part.getKey(),
                        (double) part.getValue() / Math.max(1, r.events())))
                .collect(Collectors.joining(", ")));
        }
    }

    static void ratio(String what, double ratio, String aim) {
        System.out.printf(Locale.ROOT, "  => %s: %.2f (aim %s)%n", what, ratio, aim);
    }
}
