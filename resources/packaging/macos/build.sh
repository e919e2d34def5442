#!/bin/sh
# UNTRIED: written from the tools' documentation, not yet run on a Mac.
# A checkout and a Developer ID in; Conflux.app, signed and notarised, in a .dmg out. Run from the checkout's root.
#   SIGN_AS="Developer ID Application: … (TEAMID)" NOTARY_PROFILE=conflux resources/packaging/macos/build.sh
set -eu
: "${SIGN_AS:?name the identity to sign with}" "${NOTARY_PROFILE:?name the profile kept by: xcrun notarytool store-credentials}"
python3.11 -m venv build/bundle-env
build/bundle-env/bin/python -m pip install 'torch==2.13.0'
build/bundle-env/bin/python -m pip install --editable '.[bundle]'
version=$(build/bundle-env/bin/python -c 'from app import __version__; print(__version__)')

# The icon, in the sizes that iconutil wants.
icons=build/conflux.iconset
mkdir -p "$icons"
for size in 16 32 128 256 512; do
  build/bundle-env/bin/python -m ui.app_icon "$size=$icons/icon_${size}x${size}.png" "$((size * 2))=$icons/icon_${size}x${size}@2x.png"
done
iconutil --convert icns --output build/conflux.icns "$icons"

# The folder of conflux.spec, put into an application by hand: PyInstaller's BUNDLE would need a second spec.
build/bundle-env/bin/python -m PyInstaller --noconfirm --distpath build/bundle --workpath build/bundle-work resources/packaging/conflux.spec
app=build/Conflux.app
rm -rf "$app"
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources"
cp -R build/bundle/conflux/ "$app/Contents/MacOS/"
cp build/conflux.icns "$app/Contents/Resources/"
sed "s/@VERSION@/$version/" resources/packaging/macos/Info.plist > "$app/Contents/Info.plist"
# notices.py asks dpkg about libraries of the system; none are collected on a Mac.
build/bundle-env/bin/python -c '
import json, pathlib
from resources.packaging.notices import write_notices
(found,) = pathlib.Path("build/bundle-work").rglob("collected.json")
write_notices([tuple(pair) for pair in json.loads(found.read_text())], pathlib.Path("build/Conflux.app/Contents/Resources/licenses"))
'

# Inner files first, then the whole; the hardened runtime is what notarising asks for.
find "$app" -type f \( -name '*.dylib' -o -name '*.so' -o -perm -u+x \) -exec \
  codesign --force --timestamp --options runtime --entitlements resources/packaging/macos/entitlements.plist --sign "$SIGN_AS" {} +
codesign --force --timestamp --options runtime --entitlements resources/packaging/macos/entitlements.plist --sign "$SIGN_AS" "$app"
codesign --verify --deep --strict "$app"

mkdir -p dist
dmg="dist/Conflux-$version-macos-$(uname -m).dmg"
hdiutil create -volname Conflux -srcfolder "$app" -format UDZO -ov "$dmg"
codesign --force --timestamp --sign "$SIGN_AS" "$dmg"
xcrun notarytool submit "$dmg" --keychain-profile "$NOTARY_PROFILE" --wait
xcrun stapler staple "$dmg"
(cd dist && shasum -a 256 "$(basename "$dmg")" > SHA256SUMS)
