package dev.liveline.admin.lint;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.liveline.admin.Kind;

/// One rule of lint.
public sealed interface Rule
        permits ObsoleteField, MisplacedField, ProviderRule, ShapeRule, DeliveryRule, TurnTakingRule, TelephonyRule, PromptRule,
        SecretRule, TransferRule,
        PhoneNumberRule {

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

    /// What it looks at.
    default Set<Kind> kinds() {
        return spec().kinds();
    }

    default List<Hit> check(Subject subject) {
        return spec().check().apply(subject);
    }

    /// The public name, by which a rule is waived.
    default String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
