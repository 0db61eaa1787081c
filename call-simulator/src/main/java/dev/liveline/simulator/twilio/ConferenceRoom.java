package dev.liveline.simulator.twilio;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A conference: who is in, how they take part, whether it has begun. Event loop only; the cloud reports its events.
final class ConferenceRoom {

    private final String sid = Sids.next("CF");
    private final String name;
    private final String statusCallback;
    private final Set<String> events;
    private final Map<String, Member> members = new LinkedHashMap<>();
    /// Labels of those who were asked in and may still be on their way.
    private final Map<String, PhoneCall> invited = new LinkedHashMap<>();
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

        boolean isMuted() {
            return muted;
        }

        /// What callbacks say of them.
        Map<String, String> parameters() {
            var parameters = new LinkedHashMap<String, String>();
            parameters.put("CallSid", call.sid());
            parameters.put("Muted", Boolean.toString(muted));
            parameters.put("Hold", Boolean.toString(hold));
            parameters.put("Coaching", Boolean.toString(coaching));
            parameters.put("EndConferenceOnExit", Boolean.toString(ends));
            parameters.put("StartConferenceOnEnter", Boolean.toString(begins));
            if (!label.isEmpty()) {
                parameters.put("ParticipantLabel", label);
            }
            return parameters;
        }

        /// Goes out of the room and on with its own document.
        void leave() {
            leave.run();
        }

        /// Takes part so from the beginning. @param coachedSid empty for everybody to hear them
        Member as(boolean isMuted, String coachedSid) {
            muted = isMuted;
            coaching = !coachedSid.isEmpty();
            coached = coachedSid;
            return this;
        }

        /// Whether somebody else in the room hears this member.
        private boolean isHeardBy(Member other) {
            return !muted && !hold && !other.hold && (!coaching || coached.equals(other.call.sid()));
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

    /// @param events of `statusCallbackEvent`; `start` and `end` if none are named
    ConferenceRoom(String name, String statusCallback, Set<String> events) {
        this.name = name;
        this.statusCallback = statusCallback;
        this.events = events.isEmpty() ? Set.of("start", "end") : events;
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

    /// Whether callbacks about such a thing were asked for. @param word such as `join`
    boolean reports(String word) {
        return !statusCallback.isEmpty() && events.contains(word);
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

    /// Whom a member hears, by CallSid: nobody before the conference begins.
    Set<String> heardBy(String callSid) {
        var listener = members.get(callSid);
        if (listener == null || !begun || ended) {
            return Set.of();
        }
        return members.values()
            .stream()
            .filter(one -> one != listener && one.isHeardBy(listener))
            .map(one -> one.call.sid())
            .collect(Collectors.toUnmodifiableSet());
    }

    void invite(String label, PhoneCall call) {
        invited.put(label, call);
    }

    /// Whether somebody in the room, or on the way, has this label.
    boolean isTaken(String label) {
        return member(label).isPresent() || invited.containsKey(label) && !invited.get(label).isOver();
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

    JsonArray participants() {
        var list = new JsonArray();
        members.values().forEach(member -> list.add(member.toJson(this)));
        return list;
    }
}
