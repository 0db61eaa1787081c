package dev.liveline.admin.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.ws.rs.core.MultivaluedMap;

import dev.liveline.admin.Kind;
import dev.liveline.admin.catalogue.Catalogue;
import dev.liveline.admin.catalogue.Page;
import dev.liveline.admin.json.Trees;
import dev.liveline.edge.problem.Problem;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// `limit`, `cursor` and Vapi's time filters.
final class ListQuery {

    private static final int DEFAULT = 100;
    private static final int MOST = 900;
    private static final List<String> TIMES = List.of("createdAtGt", "createdAtGe", "createdAtLt", "createdAtLe", "updatedAtGt",
            "updatedAtGe",
            "updatedAtLt", "updatedAtLe");

    private ListQuery() {}

    /// `{<plural>: […], next?}`
    static ObjectNode answer(Catalogue catalogue, Kind kind, MultivaluedMap<String, String> query) {
        Page page = catalogue.list(kind, limit(query.getFirst("limit")), Optional.ofNullable(query.getFirst("cursor")),
                times(query));
        ObjectNode answer = Trees.object();
        ArrayNode list = answer.putArray(kind.plural());
        page.resources().forEach(resource -> list.add(resource.body()));
        page.next().ifPresent(next -> answer.put("next", next));
        return answer;
    }

    private static int limit(String text) {
        if (text == null) {
            return DEFAULT;
        }
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 1000) {
            throw Problem.badRequest("limit is a number from 1 to 1000.");
        }
        return Math.min(MOST, Integer.parseInt(text));
    }

    private static Map<String, String> times(MultivaluedMap<String, String> query) {
        Map<String, String> times = new LinkedHashMap<>();
        for (String name : TIMES) {
            String text = query.getFirst(name);
            if (text != null) {
                try {
                    times.put(name, Instant.parse(text).toString());
                } catch (DateTimeParseException notATime) {
                    throw Problem.badRequest(name + " is a time like 2026-11-02T10:00:00Z.");
                }
            }
        }
        return times;
    }
}
