package dev.cartographer.app;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is told of incidents, and how. Without teams and sinks nobody is. */
public interface EscalationConfig {
  /** Name of this installation in keys that receivers remember. */
  @WithDefault("cartographer")
  String name();

  /** Sinks whose chat is told of every incident. */
  Optional<List<String>> chats();

  /** Sink that keeps an issue for every incident. */
  Optional<String> issues();

  /** Sinks that are told beside. */
  Optional<List<String>> copies();

  /** Most pages of one team in an hour. */
  @WithDefault("3")
  int pagesPerTeam();

  /** Most pages in an hour; beyond, armada ICE gets one that stands for the rest. */
  @WithDefault("6")
  int pagesInAll();

  /** Teams by their names in the site's {@code teams.yml}. */
  Map<String, Team> teams();

  /** Receivers, by names of your own. */
  Map<String, Sink> sinks();

  /** How a team can be reached. */
  enum Kind {
    PAGE,
    CHAT_ONLY,
    NONE
  }

  /** How much is done for a team. */
  enum Mode {
    OFF,
    SHADOW,
    CHAT_ONLY,
    LIVE
  }

  /** A team. */
  interface Team {
    /** Whether it can be woken. */
    @WithDefault("page")
    Kind kind();

    /** Sink that pages it. */
    Optional<String> sink();

    /** Sink that pages it when the first does not. */
    Optional<String> fallback();

    /** Sink whose chat is told when it is not woken. */
    Optional<String> chat();

    /** How much is done. */
    @WithDefault("live")
    Mode mode();
  }

  /** Kinds of receivers. */
  enum SinkKind {
    PAGERDUTY,
    OPSGENIE,
    SLACK,
    SLACK_WEBHOOK,
    GITHUB,
    ALERTMANAGER,
    WEBHOOK,
    MAIL
  }

  /** A receiver. */
  interface Sink {
    /** Which. */
    SinkKind kind();

    /** Where: https, or http to the loopback only; mail servers are smtp or smtps. */
    Optional<URI> endpoint();

    /** File, relative to the secrets directory, with its key, token, password or address. */
    Optional<String> secretFile();

    /** Id of the channel, {@code slack} only. */
    Optional<String> channel();

    /** Owner and name, {@code github} only. */
    Optional<String> repository();

    /** Put on new issues, {@code github} only. */
    Optional<List<String>> labels();

    /** Name of an Opsgenie team, {@code opsgenie} only. */
    Optional<String> responder();

    /** To log in with, {@code mail} only. */
    Optional<String> username();

    /** Sender, {@code mail} only. */
    Optional<String> from();

    /** Who gets it, {@code mail} only. */
    Optional<List<String>> to();
  }
}
