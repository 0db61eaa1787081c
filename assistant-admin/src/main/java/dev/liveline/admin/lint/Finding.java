package dev.liveline.admin.lint;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Patch;
import dev.liveline.admin.json.Pointer;
import dev.liveline.admin.json.Trees;

/// What lint says of one place.
///
/// @param fix   what to do, in a sentence
/// @param patch the fix as steps, empty if it takes a person
public record Finding(String rule, Severity severity, Pointer at, String message, String fix, List<Patch> patch) {

    static Finding of(Rule rule, Hit hit) {
        return new Finding(rule.id(), rule.severity(), hit.at(), hit.message(), hit.remedy(), hit.patch());
    }

    /// `{rule, severity, pointer, message, fix, patch?}`; `patch` is RFC 6902.
    public ObjectNode json() {
        ObjectNode json = Trees.object()
            .put("rule", rule)
            .put("severity", severity.word())
            .put("pointer", at.toString())
            .put("message", message)
            .put("fix", fix);
        if (!patch.isEmpty()) {
            ArrayNode steps = json.putArray("patch");
            patch.forEach(step -> steps.add(step.json()));
        }
        return json;
    }

    public static ArrayNode json(List<Finding> findings) {
        ArrayNode list = Trees.array();
        findings.forEach(finding -> list.add(finding.json()));
        return list;
    }
}
