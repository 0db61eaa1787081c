package dev.liveline.admin.check;

import java.util.Locale;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Trees;

/// What one check found.
///
/// @param check  `lint`, `tools`, `credential`, `voice`, `server`, `server-signature`, `server-refusal`
/// @param detail for people
record CheckResult(String check, Verdict verdict, String detail) {

    enum Verdict {
        PASSED, WARNED, FAILED,
        /// Vapi's API does not tell.
        UNKNOWN
    }

    ObjectNode json() {
        return Trees.object().put("check", check).put("result", verdict.name().toLowerCase(Locale.ROOT)).put("detail", detail);
    }
}
