package dev.liveline.admin.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the arguments ask for.
sealed interface CommandLine {

    String USAGE = """
            Usage: liveline assistants export
                   liveline assistants plan  DIR [--prune] [--waive RULE,…]
                   liveline assistants apply DIR [--prune --confirm N] [--waive RULE,…] [--wait]
                   liveline assistants drift [DIR]
                   liveline assistants rollback [DIR] [--to SNAPSHOT] [--prune --confirm N] [--wait]

            export prints all there is at Vapi as one manifest, to start from. --wait waits, at most 10 minutes, while somebody else applies. DIR holds manifests (*.yaml, *.yml, *.json; a single file will do). Without one, drift compares with what was last applied.
            LIVELINE_TOKEN is an admin's token, LIVELINE_URL where Liveline is (default http://localhost:8080).
            Exit status: 0 nothing to do, or done; 1 an error, also one of lint that an apply would be refused for; 2 there are changes (plan) or drift.""";

    enum Verb {
        EXPORT(), PLAN("--prune", "--waive"), APPLY("--prune", "--confirm", "--waive", "--wait"), DRIFT(), ROLLBACK("--to",
                "--prune",
                "--confirm", "--wait");

        private final List<String> options;

        Verb(String... options) {
            this.options = List.of(options);
        }

        boolean takes(String option) {
            return options.contains(option);
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Whether it only asks: then changes are told by the exit status.
        boolean asks() {
            return this == PLAN || this == DRIFT;
        }

        static Optional<Verb> of(String word) {
            return Arrays.stream(values()).filter(verb -> verb.word().equals(word)).findFirst();
        }
    }

    /// @param operand a directory or file; for rollback a snapshot; may be empty
    /// @param waits   whether another apply is waited for
    record Order(Verb verb, String operand, String query, boolean waits) implements CommandLine {}

    record Help(String text) implements CommandLine {}

    record Wrong(String reason) implements CommandLine {}

    static CommandLine parse(String... arguments) {
        List<String> given = Arrays.asList(arguments);
        if (given.isEmpty()) {
            return new Wrong("What is to be done?");
        }
        if (given.contains("--help") || given.contains("-h") || given.getFirst().equals("help")) {
            return new Help(USAGE);
        }
        Optional<Verb> verb = Verb.of(given.getFirst());
        return verb.map(known -> parse(known, given.subList(1, given.size()).iterator()))
            .orElseGet(() -> new Wrong("There is no such verb: " + given.getFirst() + "."));
    }

    private static CommandLine parse(Verb verb, Iterator<String> rest) {
        List<String> operands = new ArrayList<>();
        List<String> query = new ArrayList<>();
        String snapshot = "";
        boolean waits = false;
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.startsWith("-") && !verb.takes(argument)) {
                return new Wrong(verb.word() + " has no option " + argument + ".");
            }
            boolean takesValue = List.of("--confirm", "--waive", "--to").contains(argument);
            if (takesValue && !rest.hasNext()) {
                return new Wrong(argument + " wants a value.");
            }
            String value = takesValue ? rest.next() : "";
            if (!value.matches("[A-Za-z0-9,._-]*")) {
                return new Wrong("That is no value for " + argument + ".");
            }
            switch (argument) {
                case "--prune" -> query.add("prune=true");
                case "--confirm" -> query.add("confirm=" + value);
                case "--waive" -> query.add("waive=" + value);
                case "--to" -> snapshot = value;
                case "--wait" -> waits = true;
                default -> operands.add(argument);
            }
        }
        if (verb == Verb.EXPORT && !operands.isEmpty()) {
            return new Wrong("export prints; it takes no directory.");
        }
        if (operands.size() > 1 || operands.isEmpty() && (verb == Verb.PLAN || verb == Verb.APPLY)) {
            return new Wrong(verb.word() + " wants one directory.");
        }
        String operand = operands.isEmpty() ? "" : operands.getFirst();
        return new Order(verb, verb == Verb.ROLLBACK ? snapshot : operand,
                query.isEmpty() ? "" : "?" + String.join("&", query), waits);
    }
}
