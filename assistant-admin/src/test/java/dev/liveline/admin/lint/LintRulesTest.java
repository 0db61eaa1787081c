package dev.liveline.admin.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Patch;
import dev.liveline.admin.json.Pointer;
import dev.liveline.admin.json.Trees;

class LintRulesTest {

    private static final JsonNode EXAMPLES = examples();
    private static final Path DOCUMENT = Path.of(System.getProperty("liveline.root", ".."), "docs", "lint-rules.md");

    private final Linter linter = new Linter(LintFixtures.WIRING.expectations());

    static Stream<Rule> rules() {
        return Rules.ALL.stream();
    }

    @Test
    void areAllRegistered() {
        List<String> registered = Rules.ALL.stream().map(Rule::getClass).distinct().map(Class::getName).toList();
        List<String> permitted = Stream.of(Rule.class.getPermittedSubclasses()).map(Class::getName).toList();
        assertThat(registered).containsExactlyInAnyOrderElementsOf(permitted);
        assertThat(Rules.ALL).extracting(Rule::id).doesNotHaveDuplicates();
    }

    @Test
    void allHaveAnExampleAndEveryExampleHasARule() {
        List<String> examples = new ArrayList<>();
        EXAMPLES.fieldNames().forEachRemaining(examples::add);
        assertThat(examples).containsExactlyInAnyOrderElementsOf(Rules.ALL.stream().map(Rule::id).toList());
    }

    /// `-Dliveline.write=true` writes the document anew.
    @Test
    void areAllInTheDocument() throws IOException {
        if (Boolean.getBoolean("liveline.write")) {
            Files.writeString(DOCUMENT, RuleDocument.text(), StandardCharsets.UTF_8);
        }
        assertThat(Files.readString(DOCUMENT, StandardCharsets.UTF_8)).isEqualTo(RuleDocument.text());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void fireOnTheirExample(Rule rule) {
        JsonNode example = EXAMPLES.path(rule.id());
        assertThat(findings(rule, example(rule, "put"))).as(rule.summary())
            .extracting(finding -> finding.at().toString())
            .contains(example.path("at").asText());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void areSilentOnTheCleanAssistantAndOnANearMiss(Rule rule) {
        rule.kinds().forEach(kind -> assertThat(findings(rule, kind, LintFixtures.clean(kind))).isEmpty());
        if (EXAMPLES.path(rule.id()).has("silent")) {
            assertThat(findings(rule, example(rule, "silent"))).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void areSilentOnceTheirFixIsApplied(Rule rule) {
        JsonNode example = EXAMPLES.path(rule.id());
        ObjectNode faulty = example(rule, "put");
        boolean fixable = rule.severity() != Severity.ADVICE
                && findings(rule, faulty).stream().allMatch(finding -> !finding.patch().isEmpty());
        ObjectNode fixed = linter.fix(kind(rule), faulty);

        if (fixable) {
            assertThat(findings(rule, fixed)).isEmpty();
        }
        example.path("fixed")
            .properties()
            .forEach(
                    field -> assertThat(Trees.same(fixed.at(field.getKey()), field.getValue())).as("%s in %s", field, fixed)
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void saySomethingUseful(Rule rule) {
        assertThat(rule.summary()).endsWith(".");
        assertThat(rule.source()).isNotBlank();
        findings(rule, example(rule, "put")).forEach(finding -> {
            assertThat(finding.message()).endsWith(".");
            assertThat(finding.fix()).endsWith(".");
            assertThat(finding.json().toString()).doesNotContain("s3cr3t", "abc");
        });
    }

    private List<Finding> findings(Rule rule, ObjectNode document) {
        return findings(rule, kind(rule), document);
    }

    private List<Finding> findings(Rule rule, Kind kind, ObjectNode document) {
        return linter.lint(kind, document).stream().filter(finding -> finding.rule().equals(rule.id())).toList();
    }

    /// What its example is: an assistant, if it looks at assistants.
    private static Kind kind(Rule rule) {
        return rule.kinds().contains(Kind.ASSISTANT) ? Kind.ASSISTANT : Kind.PHONE_NUMBER;
    }

    private static ObjectNode example(Rule rule, String changes) {
        JsonNode example = EXAMPLES.path(rule.id());
        ObjectNode document = LintFixtures.clean(kind(rule));
        if (changes.equals("put") || !example.has("put")) {
            example.path("remove").forEach(pointer -> new Patch.Remove(Pointer.of(pointer.asText())).apply(document));
        }
        example.path(changes)
            .properties()
            .forEach(field -> new Patch.Put(Pointer.of(field.getKey()), field.getValue()).apply(document));
        if (example.path("long").asBoolean()) {
            new Patch.Put(Pointer.of("/model/messages/0/content"), Trees.read("\"" + "Be brief. ".repeat(1300) + "\""))
                .apply(document);
        }
        return document;
    }

    private static JsonNode examples() {
        try (InputStream in = LintRulesTest.class.getResourceAsStream("/lint/examples.yaml")) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
