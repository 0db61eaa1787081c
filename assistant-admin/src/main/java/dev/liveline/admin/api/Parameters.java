package dev.liveline.admin.api;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.liveline.admin.lint.Rules;
import dev.liveline.edge.problem.Problem;

/// Query parameters that several paths have. What is not understood is refused: a misspelled gate must not count as an open or a closed one.
final class Parameters {

    private Parameters() {}

    /// `?name`, `?name=true`, `?name=false`; false without it.
    static boolean flag(String name, Optional<String> given) {
        return switch (given.orElse("false")) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw Problem.badRequest(name + " is true or false.");
        };
    }

    /// `waive=<rule>,…`
    static Set<String> rules(Optional<String> waive) {
        Set<String> rules = waive.stream()
            .flatMap(list -> Arrays.stream(list.split(",")))
            .map(String::strip)
            .filter(rule -> !rule.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
        if (!Rules.ids().containsAll(rules)) {
            throw Problem.badRequest("There is no lint rule of this name to waive; docs/lint-rules.md lists them.");
        }
        return rules;
    }
}
