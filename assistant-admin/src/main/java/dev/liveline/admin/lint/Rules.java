package dev.liveline.admin.lint;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.liveline.admin.Kind;

/// The registry. It stands apart from [Rule], which every rule initialises before itself.
public final class Rules {

    /// Every rule. The specific families come before the shape rules, which stay silent where a specific rule has spoken.
    public static final List<Rule> ALL = Stream
        .<Rule[]>of(ObsoleteField.values(), MisplacedField.values(), ProviderRule.values(), DeliveryRule.values(),
                TurnTakingRule.values(), TelephonyRule.values(), PromptRule.values(), SecretRule.values(),
                TransferRule.values(),
                PhoneNumberRule.values(), ShapeRule.values())
        .flatMap(Stream::of)
        .toList();

    private static final Map<Kind, List<Rule>> BY_KIND = Stream.of(Kind.values())
        .collect(Collectors.toUnmodifiableMap(kind -> kind,
                kind -> ALL.stream().filter(rule -> rule.kinds().contains(kind)).toList()));

    private Rules() {}

    /// Those that look at a kind.
    static List<Rule> of(Kind kind) {
        return BY_KIND.get(kind);
    }

    /// The ids of all rules.
    public static Set<String> ids() {
        return ALL.stream().map(Rule::id).collect(Collectors.toUnmodifiableSet());
    }
}
