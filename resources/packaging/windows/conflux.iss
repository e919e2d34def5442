; UNTRIED: written from Inno Setup's documentation, not yet compiled.
; The folder that PyInstaller made in; an installer for one user, without administrator's rights, out.
[Setup]
AppId=Conflux
AppName=Conflux
AppVersion={#Version}
AppPublisher=Conflux
DefaultDirName={autopf}\Conflux
DefaultGroupName=Conflux
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\..\..\LICENSE
OutputDir=..\..\..\dist
OutputBaseFilename=Conflux-{#Version}-windows-x64
Compression=lzma2
SolidCompression=yes
UninstallDisplayIcon={app}\conflux.exe

[Files]
Source: "..\..\..\build\bundle\conflux\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Conflux"; Filename: "{app}\conflux.exe"

[Registry]
; The handler of conflux:// links; the app asks before it does anything.
Root: HKA; Subkey: "Software\Classes\conflux"; ValueType: string; ValueData: "URL:Conflux link"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\conflux"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\conflux\shell\open\command"; ValueType: string; ValueData: """{app}\conflux.exe"" ""%1"""

[Run]
Filename: "{app}\conflux.exe"; Description: "Open Conflux"; Flags: postinstall nowait skipifsilent
