package io.latentmesh.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** A metrics page as it was at one moment. */
public final class Scrape {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private final List<String> lines;

  private Scrape(List<String> lines) {
    this.lines = lines;
  }

  /** A page's text, as Prometheus reads it. */
  public static Scrape of(String page) {
    return new Scrape(page.lines().filter(line -> !line.startsWith("#")).toList());
  }

  /**
   * Fetches a page.
   *
   * @param page its address
   * @throws UncheckedIOException when it does not answer within twenty seconds, or the thread is
   *     interrupted
   */
  public static Scrape from(String page) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(page)).timeout(PATIENCE).build();
    try {
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
      return of(response.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted while scraping"));
    }
  }

  /** The sum of all series of that name; 0 when there is none. */
  public double sum(String name) {
    return sum(name, "");
  }

  /**
   * The sum of the series of that name that carry a label.
   *
   * @param label as it stands on the page, for example {@code outcome="ok"}; empty means any
   */
  public double sum(String name, String label) {
    return lines.stream()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Whether there is any series of that name. */
  public boolean has(String name) {
    return lines.stream()
        .anyMatch(line -> line.startsWith(name + "{") || line.startsWith(name + " "));
  }
}
