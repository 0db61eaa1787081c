/// What makes an assistant fail, or fail callers, found before it is saved. Start with [dev.liveline.admin.lint.Linter], then any of the rule
/// enums: a rule is one constant (id from its name, severity, one sentence, where it is known from) and one small function. Adding a rule is one
/// constant there and one example in `src/test/resources/lint/examples.yaml`; `LintRulesTest` fails until both and `docs/lint-rules.md` agree.
///
/// Pure: no clock, no network, no configuration but [dev.liveline.admin.lint.Expectations].
package dev.liveline.admin.lint;
