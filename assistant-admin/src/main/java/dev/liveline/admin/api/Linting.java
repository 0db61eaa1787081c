package dev.liveline.admin.api;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Secrets;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.lint.Finding;
import dev.liveline.admin.lint.Linter;

/// The answer to `…/lint`.
final class Linting {

    private Linting() {}

    /// `{findings: […], fixed?}`
    static ObjectNode answer(Linter linter, Kind kind, ObjectNode document, Optional<String> fix) {
        ObjectNode answer = Trees.object();
        boolean fixed = Parameters.flag("fix", fix);
        answer.set("findings", Finding.json(linter.lint(kind, document)));
        if (fixed) {
            answer.set("fixed", Secrets.strip(linter.fix(kind, document)));
        }
        return answer;
    }
}
