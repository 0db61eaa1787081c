package dev.liveline.simulator.twilio;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A conference: who is in, how they take part, whether it has begun. Event loop only; the cloud reports its events.
final class ConferenceRoom {

    private final String sid = Sids.next("CF");
    private final String name;
    private final String statusCallback;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private boolean begun;
    private boolean ended;
    private int sequence;

    /// Someone in the room.
    static final class Member {

        private final PhoneCall call;
        private final String label;
        private final boolean begins;
        private final Runnable leave;
        private boolean ends;
        private boolean muted;
        private boolean hold;
        private boolean coaching;
        private String coached = "";

        /// @param begins `startConferenceOnEnter`
        /// @param ends `endConferenceOnExit`
        Member(PhoneCall call, String label, boolean begins, boolean ends, Runnable leave) {
            this.call = call;
            this.label = label;
            this.begins = begins;
            this.ends = ends;
            this.leave = leave;
        }

        PhoneCall call() {
            return call;
        }

        boolean ends() {
            return ends;
        }

        /// Goes out of the room and on with its own document.
        void leave() {
            leave.run();
        }

        void change(Map<String, String> form) {
            muted = Boolean.parseBoolean(form.getOrDefault("Muted", Boolean.toString(muted)));
            hold = Boolean.parseBoolean(form.getOrDefault("Hold", Boolean.toString(hold)));
            coaching = Boolean.parseBoolean(form.getOrDefault("Coaching", Boolean.toString(coaching)));
            ends = Boolean.parseBoolean(form.getOrDefault("EndConferenceOnExit", Boolean.toString(ends)));
            coached = form.getOrDefault("CallSidToCoach", coached);
        }

        JsonObject toJson(ConferenceRoom room) {
            return new JsonObject().put("call_sid", call.sid())
                .put("label", label.isEmpty() ? null : label)
                .put("conference_sid", room.sid)
                .put("muted", muted)
                .put("hold", hold)
                .put("coaching", coaching)
                .put("call_sid_to_coach", coached.isEmpty() ? null : coached)
                .put("end_conference_on_exit", ends)
                .put("start_conference_on_enter", begins)
                .put("status", call.isOver() ? "complete" : "connected");
        }
    }

    ConferenceRoom(String name, String statusCallback) {
        this.name = name;
        this.statusCallback = statusCallback;
    }

    String sid() {
        return sid;
    }

    String name() {
        return name;
    }

    String statusCallback() {
        return statusCallback;
    }

    int nextSequence() {
        return ++sequence;
    }

    boolean isOver() {
        return ended;
    }

    Map<String, Member> members() {
        return Map.copyOf(members);
    }

    /// Lets someone in; true if the conference begins with it.
    boolean enter(Member member) {
        members.put(member.call.sid(), member);
        boolean begins = !begun && members.size() > 1 && members.values().stream().anyMatch(one -> one.begins);
        begun |= begins;
        return begins;
    }

    /// Takes someone out; true if that ends the conference.
    boolean exit(String callSid) {
        var member = members.remove(callSid);
        boolean ends = !ended && member != null && (member.ends || members.isEmpty());
        ended |= ends;
        return ends;
    }

    void end() {
        ended = true;
    }

    Optional<Member> member(String sidOrLabel) {
        return members.values()
            .stream()
            .filter(member -> member.call.sid().equals(sidOrLabel) || member.label.equals(sidOrLabel))
            .findFirst();
    }

    JsonObject toJson(String accountSid) {
        return new JsonObject().put("sid", sid)
            .put("friendly_name", name)
            .put("account_sid", accountSid)
            .put("status",
                    ended ? "completed" : begun ? "in-progress" : "init");
    }

    JsonObject participants() {
        var list = new JsonArray();
        members.values().forEach(member -> list.add(member.toJson(this)));
        return new JsonObject().put("participants", list);
    }
}
