package dev.liveline.admin.lint;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One rule of lint.
public sealed interface Rule
        permits ObsoleteField, ProviderRule, ShapeRule, DeliveryRule, TurnTakingRule, TelephonyRule, PromptRule, SecretRule {

    /// Every rule. The specific families come before the shape rules, which stay silent where a specific rule has spoken.
    List<Rule> ALL = Stream
        .<Rule[]>of(ObsoleteField.values(), ProviderRule.values(), DeliveryRule.values(), TurnTakingRule.values(),
                TelephonyRule.values(), PromptRule.values(), SecretRule.values(), ShapeRule.values())
        .flatMap(Stream::of)
        .toList();

    /// The ids of all rules.
    static Set<String> ids() {
        return ALL.stream().map(Rule::id).collect(Collectors.toUnmodifiableSet());
    }

    /// The constant's name.
    String name();

    Spec spec();

    default Severity severity() {
        return spec().severity();
    }

    /// What the rule wants, in one sentence.
    default String summary() {
        return spec().summary();
    }

    /// Where it is known from.
    default String source() {
        return spec().source();
    }

    default List<Hit> check(Subject subject) {
        return spec().check().apply(subject);
    }

    /// The public name, by which a rule is waived.
    default String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
