package dev.liveline.admin.check;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.check.CheckResult.Verdict;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.lint.Finding;
import dev.liveline.admin.lint.Linter;
import dev.liveline.admin.lint.Severity;
import dev.liveline.admin.plan.Remote;
import dev.liveline.admin.vapi.Vapi;
import dev.liveline.admin.wiring.Wiring;

/// Checks an assistant as it is at Vapi: lint, what it refers to as far as Vapi's API tells, and its server.
@ApplicationScoped
public class Checks {

    private final Vapi vapi;
    private final Linter linter;
    private final Wiring wiring;
    private final Probe probe;

    Checks(Vapi vapi, Linter linter, Wiring wiring, Probe probe) {
        this.vapi = vapi;
        this.linter = linter;
        this.wiring = wiring;
        this.probe = probe;
    }

    /// `{ok, checks: [{check, result, detail}], findings: […]}`; `ok` if none failed.
    public ObjectNode check(String id) {
        ObjectNode assistant = vapi.get(Kind.ASSISTANT, id);
        List<Finding> findings = linter.lint(Kind.ASSISTANT, assistant.deepCopy().remove(Remote.SERVER_MADE));
        List<CheckResult> results = new ArrayList<>();
        results.add(lint(findings));
        tools(assistant, results);
        results.add(credential(assistant));
        results.add(voice(assistant));
        server(assistant, results);

        ObjectNode answer = Trees.object().put("ok", results.stream().noneMatch(result -> result.verdict() == Verdict.FAILED));
        ArrayNode list = answer.putArray("checks");
        results.forEach(result -> list.add(result.json()));
        return answer.set("findings", Finding.json(findings));
    }

    private static CheckResult lint(List<Finding> findings) {
        long errors = findings.stream().filter(finding -> finding.severity() == Severity.ERROR).count();
        long warnings = findings.stream().filter(finding -> finding.severity() == Severity.WARNING).count();
        return new CheckResult("lint", errors > 0 ? Verdict.FAILED : warnings > 0 ? Verdict.WARNED : Verdict.PASSED,
                errors + " errors, " + warnings + " warnings");
    }

    private void tools(ObjectNode assistant, List<CheckResult> results) {
        JsonNode ids = assistant.at("/model/toolIds");
        if (ids.isEmpty()) {
            return;
        }
        List<String> there = vapi.all(Kind.TOOL).stream().map(tool -> tool.path("id").asText()).toList();
        List<String> missing = new ArrayList<>();
        ids.forEach(tool -> {
            if (!there.contains(tool.asText())) {
                missing.add(tool.asText());
            }
        });
        results.add(missing.isEmpty() ? new CheckResult("tools", Verdict.PASSED, "all " + ids.size() + " exist")
                : new CheckResult("tools", Verdict.FAILED, "not at Vapi: " + String.join(", ", missing)));
    }

    /// Vapi's API has no credentials: only their being named can be told.
    private static CheckResult credential(ObjectNode assistant) {
        return assistant.at("/server/credentialId").isTextual()
                ? new CheckResult("credential", Verdict.UNKNOWN, "named; Vapi's API does not tell whether it exists")
                : assistant.at("/server/headers").isEmpty()
                        ? new CheckResult("credential", Verdict.FAILED,
                                "none is named and no header authenticates: webhooks would be refused")
                        : new CheckResult("credential", Verdict.WARNED, "none is named; a header authenticates");
    }

    private static CheckResult voice(ObjectNode assistant) {
        return assistant.at("/voice/voiceId").isTextual()
                ? new CheckResult("voice", Verdict.UNKNOWN, "named; Vapi's API does not tell whether it exists")
                : new CheckResult("voice", Verdict.WARNED, "none is named: Vapi's default speaks");
    }

    private void server(ObjectNode assistant, List<CheckResult> results) {
        String url = assistant.at("/server/url").asText("");
        if (url.isEmpty()) {
            results.add(new CheckResult("server", Verdict.FAILED, "no server URL"));
        } else if (!url.matches("https?://.+")) {
            results.add(new CheckResult("server", Verdict.FAILED, "the server URL is neither http nor https"));
        } else {
            results.addAll(probe.of(url, url.equals(wiring.expectations().url())));
        }
    }
}
