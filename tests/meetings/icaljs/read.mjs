// What ical.js makes of each calendar: a JSON array of texts on standard input, one of what stands in each on standard output.
// Times go through the calendar's own VTIMEZONE, so that its rules are what is tried.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

ICAL.design.strict = true;

function moment(property, zones) {
  const time = property.getFirstValue();
  const tzid = property.getParameter("tzid");
  if (tzid) {
    if (!zones.has(tzid)) {
      throw new Error(`no VTIMEZONE ${tzid}`);
    }
    time.zone = zones.get(tzid);
  }
  return { utc: time.convertToZone(ICAL.Timezone.utcTimezone).toString(), tzid: tzid ?? null };
}

function person(property) {
  const { name, ...rest } = property.toJSON()[1];
  return { address: property.getFirstValue(), ...rest };
}

function event(component, zones) {
  const value = name => component.getFirstPropertyValue(name);
  return {
    uid: value("uid"), sequence: value("sequence"), status: value("status"), summary: value("summary"),
    location: value("location"), description: value("description"),
    dtstamp: value("dtstamp").toString(),
    start: moment(component.getFirstProperty("dtstart"), zones),
    end: moment(component.getFirstProperty("dtend"), zones),
    organizer: component.getAllProperties("organizer").map(person),
    attendees: component.getAllProperties("attendee").map(person),
    alarms: component.getAllSubcomponents("valarm").map(a => a.getFirstPropertyValue("trigger").toSeconds()),
  };
}

function read(text) {
  const parsed = ICAL.parse(text);
  const calendar = new ICAL.Component(parsed);
  const zones = new Map(
    calendar.getAllSubcomponents("vtimezone").map(c => [c.getFirstPropertyValue("tzid"), new ICAL.Timezone(c)])
  );
  const again = JSON.stringify(ICAL.parse(ICAL.stringify(parsed)));
  return {
    root: calendar.name, method: calendar.getFirstPropertyValue("method"),
    version: calendar.getFirstPropertyValue("version"), prodid: calendar.getFirstPropertyValue("prodid"),
    events: calendar.getAllSubcomponents("vevent").map(c => event(c, zones)),
    survives: again === JSON.stringify(parsed),
  };
}

const texts = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(JSON.stringify(texts.map(read)));
