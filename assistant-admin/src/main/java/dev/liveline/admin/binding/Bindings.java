package dev.liveline.admin.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.catalogue.Catalogue;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.vapi.Vapi;
import dev.liveline.edge.problem.Problem;
import io.vertx.core.json.JsonArray;

/// Binds a number to an assistant: directly, or by way of call-router. Each step can be repeated, so a binding that stopped half way is made
/// good by asking for it again; the problem says how far it came.
@ApplicationScoped
public class Bindings {

    private final Vapi vapi;
    private final Catalogue catalogue;
    private final Neighbours neighbours;

    Bindings(Vapi vapi, Catalogue catalogue, Neighbours neighbours) {
        this.vapi = vapi;
        this.catalogue = catalogue;
        this.neighbours = neighbours;
    }

    /// @param authorization the caller's, for call-router
    /// @return `{number, mode, assistantId, phoneNumberId?, sipUri?, done: […]}`
    public ObjectNode bind(ObjectNode asked, String authorization, String person) {
        Binding binding = Binding.of(asked);
        String assistant = assistant(binding.assistant());
        ObjectNode answer = Trees.object()
            .put("number", binding.number())
            .put("mode", binding.mode().word())
            .put("assistantId", assistant);
        List<String> done = new ArrayList<>();
        try {
            ObjectNode entry = Trees.object().put("mode", binding.mode().word()).put("assistantId", assistant);
            switch (binding.mode()) {
                case DIRECT -> {
                    String id = imported(binding, Optional.of(assistant), person);
                    answer.put("phoneNumberId", id);
                    entry.put("phoneNumberId", id);
                    done.add("imported at Vapi");
                }
                case BYPASS -> {
                    String id = imported(binding, Optional.empty(), person);
                    answer.put("phoneNumberId", id);
                    entry.put("phoneNumberId", id);
                    done.add("imported at Vapi");
                }
                case SIP -> {
                    answer.put("phoneNumberId", sipAddress(binding, assistant, person)).put("sipUri", binding.sipUri());
                    entry.put("sipUri", binding.sipUri());
                    done.add("SIP address at Vapi");
                }
                case BRIDGE -> {
                }
            }
            binding.team().ifPresent(team -> entry.put("team", team));
            binding.fallback().ifPresent(fallback -> entry.set("fallback", fallback));
            if (binding.mode() != Mode.DIRECT || binding.team().isPresent() || binding.fallback().isPresent()) {
                neighbours.route(binding.number(), entry, authorization);
                done.add("entered into call-router's table");
            }
            // After the import, because importing makes Vapi take the number's voice webhook; and after the table, because a call that comes to
            // call-router before it is there is lost.
            if (binding.mode() != Mode.DIRECT) {
                neighbours.pointAtRouter(binding.number());
                done.add("pointed at call-router by Twilio");
            }
        } catch (Problem problem) {
            throw done.isEmpty() ? problem : problem.with("done", new JsonArray(done));
        }
        done.forEach(answer.putArray("done")::add);
        return answer;
    }

    private String imported(Binding binding, Optional<String> assistant, String person) {
        ObjectNode body = Trees.object();
        assistant.ifPresent(id -> body.put("assistantId", id));
        binding.name().ifPresent(name -> body.put("name", name));
        Optional<String> there = there(resource -> resource.path("number").asText().equals(binding.number()));
        if (there.isPresent()) {
            return body.isEmpty() ? there.get()
                    : catalogue.update(Kind.PHONE_NUMBER, there.get(), body, Set.of(), Optional.empty()).id();
        }
        body.put("provider", "twilio").put("number", binding.number()).put("smsEnabled", false);
        return catalogue.create(Kind.PHONE_NUMBER, body, Set.of(), Optional.empty(), person).id();
    }

    private String sipAddress(Binding binding, String assistant, String person) {
        ObjectNode body = Trees.object().put("assistantId", assistant);
        Optional<String> there = there(resource -> resource.path("sipUri").asText().equals(binding.sipUri()));
        if (there.isPresent()) {
            return catalogue.update(Kind.PHONE_NUMBER, there.get(), body, Set.of(), Optional.empty()).id();
        }
        body.put("provider", "vapi")
            .put("sipUri", binding.sipUri())
            .put("name", binding.name().orElse("SIP " + binding.number()));
        return catalogue.create(Kind.PHONE_NUMBER, body, Set.of(), Optional.empty(), person).id();
    }

    private Optional<String> there(Predicate<ObjectNode> which) {
        return vapi.all(Kind.PHONE_NUMBER).stream().filter(which).map(resource -> resource.path("id").asText()).findFirst();
    }

    private String assistant(String given) {
        List<ObjectNode> all = vapi.all(Kind.ASSISTANT);
        if (all.stream().anyMatch(resource -> resource.path("id").asText().equals(given))) {
            return given;
        }
        List<String> named = all.stream()
            .filter(resource -> resource.path("name").asText().equals(given))
            .map(resource -> resource.path("id").asText())
            .toList();
        if (named.size() != 1) {
            throw Problem.unprocessable(
                    named.isEmpty() ? "Vapi has no such assistant." : "Vapi has " + named.size() + " assistants of this name.");
        }
        return named.getFirst();
    }
}
