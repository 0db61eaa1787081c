package dev.liveline.admin.lint;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The registry. It stands apart from [Rule], which every rule initialises before itself.
public final class Rules {

    /// Every rule. The specific families come before the shape rules, which stay silent where a specific rule has spoken.
    public static final List<Rule> ALL = Stream.<Rule[]>of(ObsoleteField.values(), MisplacedField.values(), ProviderRule.values(), DeliveryRule.values(),
            TurnTakingRule.values(), TelephonyRule.values(), PromptRule.values(), SecretRule.values(), ShapeRule.values())
        .flatMap(Stream::of)
        .toList();

    private Rules() {}

    /// The ids of all rules.
    public static Set<String> ids() {
        return ALL.stream().map(Rule::id).collect(Collectors.toUnmodifiableSet());
    }
}
