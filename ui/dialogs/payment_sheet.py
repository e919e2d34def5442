"""The state of a payment in; a sheet with its form, then its review, and what the user wants, out."""

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.payment import OWN_FEE, PaymentForm, PaymentState
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label
from ui.widgets.search_box import Completions
from ui.widgets.sheet import Sheet


class PaymentSheet(Sheet):
    """Draws a PaymentState; nothing is signed before the last button is pressed."""

    tried = Signal(object)
    """A PaymentForm to be tried against the chain."""
    pasted = Signal(object)
    """A PaymentForm whose recipient may be a request."""
    back_asked = Signal()
    sent = Signal(str)
    """Sign what is shown; what was typed to confirm it."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, tr("Send"), 640)
        self._form = PaymentForm()
        self._state = PaymentState()
        self._make_fields()
        self._make_review()
        self.sentence = Label(wrap=True)
        self.cancel = Button(tr("Cancel"))
        self.cancel.clicked.connect(self.close_sheet)
        self.back = Button(tr("Back"))
        self.back.clicked.connect(self.back_asked)
        self.next = Button(tr("Review\u2026"), role="primary")
        self.next.clicked.connect(self._try)
        self.sign = Button(tr("Sign and send"), "send", "primary")
        self.sign.clicked.connect(self._send)
        self.content.addWidget(self.fields)
        self.content.addWidget(self.review)
        self.content.addWidget(self.sentence)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        for button in (self.cancel, self.back, self.next, self.sign):
            buttons.addWidget(button)
        self.content.addLayout(buttons)

    def _make_fields(self) -> None:
        self.recipient = _edit(tr("To"), tr("0x\u2026, an ethereum: request, or a contact's name"))
        self._names = QStringListModel(self)
        completer = Completions(self._names, self.recipient)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.recipient.setCompleter(completer)
        self.recipient.editingFinished.connect(self._paste)
        self.amount = _edit(tr("Amount"), "0.00")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.asset = QComboBox()
        self.asset.setAccessibleName(tr("Coin"))
        self.everything = QCheckBox(tr("All of it"))
        self.everything.toggled.connect(self._redraw)
        self.fee = QComboBox()
        self.fee.setAccessibleName(tr("Fee"))
        self.fee.currentIndexChanged.connect(self._redraw)
        self.most = _edit(tr("At most, gwei"), "3.0")
        self.tip = _edit(tr("Tip, gwei"), "1.0")
        for edit in (self.recipient, self.amount, self.most, self.tip):
            edit.textChanged.connect(self._redraw)
        self._own = QWidget()
        own = QHBoxLayout(self._own)
        own.setContentsMargins(0, 0, 0, 0)
        for name, edit in ((tr("At most, gwei"), self.most), (tr("Tip, gwei"), self.tip)):
            own.addWidget(Label(name, "muted"))
            own.addWidget(edit)
        self.fields = QWidget()
        lines = QVBoxLayout(self.fields)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GRID)
        lines.addWidget(Label(tr("To"), "muted"))
        lines.addWidget(self.recipient)
        lines.addWidget(Label(tr("Amount"), "muted"))
        amount = QHBoxLayout()
        amount.addWidget(self.amount, 1)
        amount.addWidget(self.asset)
        amount.addWidget(self.everything)
        lines.addLayout(amount)
        lines.addWidget(Label(tr("Fee"), "muted"))
        lines.addWidget(self.fee)
        lines.addWidget(self._own)

    def _make_review(self) -> None:
        self.review = QWidget()
        lines = QVBoxLayout(self.review)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2 * GRID)
        self.what = Label(role="heading", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        self.warning = Label(tone="warning", wrap=True)
        self.ask = Label(role="muted", wrap=True)
        self.typed = _edit(tr("The amount again"), "")
        self.typed.textChanged.connect(self._redraw)
        lines.addWidget(self.what)
        lines.addLayout(self._grid)
        for widget in (self.warning, self.ask, self.typed):
            lines.addWidget(widget)

    def form(self) -> PaymentForm:
        """What is typed now."""
        return PaymentForm(
            self.recipient.text(),
            self.asset.currentText(),
            self.amount.text(),
            self.everything.isChecked(),
            self.fee.currentData() or "normal",
            self.most.text(),
            self.tip.text(),
        )

    def render_payment(self, state: PaymentState) -> None:
        """Show `state`; what is typed stays unless the state has another form."""
        is_new = state.step != self._state.step
        self._state = state
        self._offer(state)
        if state.form != self._form:
            self._take(state.form)
        self.fields.setVisible(state.step == "form")
        self.review.setVisible(state.step == "review")
        self.what.show_text(state.title)
        self._render_lines(state.lines)
        self.warning.show_text("\n\n".join(f"\u25b2 {words}" for words in state.warnings), "warning")
        self.warning.setVisible(bool(state.warnings))
        words = tr("{amount} is a large amount. Type it again, or the word send.")
        self.ask.show_text(words.format(amount=state.must_type), "muted")
        for widget in (self.ask, self.typed):
            widget.setVisible(bool(state.must_type))
        self.sentence.show_text(state.sentence, state.tone)
        self.sentence.setVisible(bool(state.sentence))
        if is_new:
            self.typed.clear()
        self._redraw()
        for part in (self.fields, self.review):
            part.updateGeometry()
        if is_new and self.isVisible():
            (
                self.recipient if state.step == "form" else self.typed if state.must_type else self.back
            ).setFocus()

    def show_sheet(self) -> None:
        """Open it on what is rendered."""
        self.open()
        if self._state.step == "form":
            self.recipient.setFocus()

    def _offer(self, state: PaymentState) -> None:
        if tuple(self._names.stringList()) != state.contacts:
            self._names.setStringList(list(state.contacts))
        if tuple(self.asset.itemText(place) for place in range(self.asset.count())) != state.assets:
            self.asset.clear()
            self.asset.addItems(list(state.assets))
        offered = tuple(
            (self.fee.itemData(place), self.fee.itemText(place)) for place in range(self.fee.count())
        )
        if offered != state.fees:
            chosen = self.fee.currentData() or "normal"
            self.fee.clear()
            for speed, words in state.fees:
                self.fee.addItem(words, speed)
            self.fee.setCurrentIndex(max(0, self.fee.findData(chosen)))

    def _take(self, form: PaymentForm) -> None:
        self._form = form
        self.recipient.setText(form.recipient)
        self.asset.setCurrentText(form.asset)
        self.amount.setText(form.amount)
        self.everything.setChecked(form.everything)
        if form.speed != (self.fee.currentData() or "normal"):
            self.fee.setCurrentIndex(max(0, self.fee.findData(form.speed)))

    def _render_lines(self, lines: tuple[tuple[str, str], ...]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, (name, value) in enumerate(lines):
            title, shown = Label(name, "muted"), Label(value, wrap=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(title, place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(shown, place, 1)
            for label in (title, shown):
                label.show()  # now, not when the events come: the sheet is as high as what is shown

    def _redraw(self) -> None:
        state = self._state
        is_form = state.step == "form"
        is_own = self.fee.currentData() == OWN_FEE
        self._own.setVisible(is_own)
        self.amount.setEnabled(not self.everything.isChecked() and not state.is_busy)
        has_amount = bool(self.amount.text().strip()) or self.everything.isChecked()
        self.next.setEnabled(bool(self.recipient.text().strip()) and has_amount and not state.is_busy)
        may_sign = bool(state.title) and (not state.must_type or bool(self.typed.text().strip()))
        self.sign.setEnabled(may_sign and not state.is_busy)
        self.back.setEnabled(not state.is_busy)
        self.next.setVisible(is_form)
        self.sign.setVisible(not is_form)
        self.back.setVisible(not is_form and bool(state.assets))

    def _paste(self) -> None:
        self._form = self.form()
        self.pasted.emit(self._form)

    def _try(self) -> None:
        self._form = self.form()
        self.tried.emit(self._form)

    def _send(self) -> None:
        self.sent.emit(self.typed.text())


def _edit(name: str, hint: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setAccessibleName(name)
    edit.setPlaceholderText(hint)
    return edit
