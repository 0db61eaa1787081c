package dev.liveline.simulator.stack;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// `./liveline token --role agent|supervisor|admin --teams a,b --name NAME [--hours 12]`: prints a signed development token.
public final class Token {

    private Token() {}

    public static void main(String[] args) throws IOException {
        String role = "agent";
        String name = "developer";
        List<String> teams = List.of();
        long hours = 12;
        for (int i = 0; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : refuse("Option " + args[i] + " wants a value.");
            switch (args[i]) {
                case "--role" -> role = value;
                case "--name" -> name = value;
                case "--teams" -> teams = Arrays.stream(value.split(",")).map(String::strip).filter(t -> !t.isEmpty()).toList();
                case "--hours" -> hours = Long.parseLong(value);
                default -> refuse("Unknown option " + args[i] + ".");
            }
        }
        if (!Set.of("agent", "supervisor", "admin").contains(role)) {
            refuse("The role is agent, supervisor or admin.");
        }
        System.out
            .println(DevKey.of(Workplace.current().state()).token(name, role, teams, Instant.now(), Duration.ofHours(hours)));
    }

    private static String refuse(String why) {
        System.err.println(why + " Usage: ./liveline token --role agent|supervisor|admin --teams a,b --name NAME");
        System.exit(2);
        return why;
    }
}
