// Runs inside Thunderbird's main window (Marionette's chrome context). Put before each piece that thunderbird.py runs.
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

async function until(what, told) {
  for (let tries = 0; tries < 300; tries++) {
    const found = await what();
    if (found) {
      return found;
    }
    await pause(100);
  }
  throw new Error(`waited in vain for ${told}`);
}

/** The password of the account, a window of that size at the corner, and the calendar that a profile is born with. */
async function prepare(address, password, [width, height]) {
  window.moveTo(0, 0);
  window.resizeTo(width, height);
  const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
  login.init("imap://127.0.0.1", null, "imap://127.0.0.1", address, password, "", "");
  await Services.logins.addLoginAsync(login);
  const calendar = await until(() => cal.manager.getCalendars()[0], "a calendar");
  calendar.setProperty("disabled", false);
  calendar.setProperty("imip.identity.key", "id1");
  document.getElementById("today-pane-panel").setAttribute("collapsed", "true");
  const server = MailServices.accounts.accounts[0].incomingServer;
  server.performExpand(msgWindow);
  await until(() => inbox(), "the inbox");
  await pause(2000);
}

function inbox() {
  return MailServices.accounts.accounts[0].incomingServer.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
}

function row(pane, messageId) {
  const view = pane.gDBView;
  for (let at = 0; view && at < view.rowCount; at++) {
    if (view.getMsgHdrAt(at).messageId === messageId) {
      return at;
    }
  }
  return -1;
}

async function openMail(messageId) {
  const pane = document.getElementById("tabmail").currentAbout3Pane;
  inbox().getNewMessages(msgWindow, null);
  let tries = 0;
  await until(() => {
    if (!pane.gDBView && tries++ % 10 === 0) {
      pane.displayFolder(inbox().URI);
    }
    return row(pane, messageId) >= 0;
  }, `the mail ${messageId}`);
  pane.threadTree.selectedIndex = row(pane, messageId);
  pane.threadTree.scrollToIndex(row(pane, messageId), true);
  pane.threadTree.table.body.focus();
}

function shown() {
  return document.getElementById("tabmail").currentAboutMessage.document;
}

function bar() {
  const found = shown().getElementById("imip-bar");
  const buttons = [...shown().querySelectorAll("#imip-view-toolbar toolbarbutton")].filter(b => b.id && !b.hidden);
  return { says: found.collapsed ? null : found.getAttribute("label"), buttons: buttons.map(b => b.id) };
}

function press(id) {
  shown().getElementById(id).click();
}

async function events() {
  const calendar = cal.manager.getCalendars()[0];
  const items = await calendar.getItemsAsArray(calendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
  return items.map(item => ({
    uid: item.id, title: item.title, start: item.startDate.icalString, end: item.endDate.icalString,
    zone: item.startDate.timezone.tzid, status: item.status, sequence: item.getProperty("SEQUENCE"),
    place: item.getProperty("LOCATION"), answer: item.getAttendees()[0]?.participationStatus ?? null,
  }));
}

async function showCalendar(day) {
  document.getElementById("tabmail").openTab("calendar");
  await until(() => window.currentView && currentView(), "the calendar's view");
  window.switchToView("week");
  await pause(500);
  const at = cal.createDateTime(day.replaceAll("-", ""));
  at.isDate = true;
  currentView().goToDay(at);
}
